package dev.joch.server.kill;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/**
 * An agent that acts on the world: for each step of its work it calls the sink until it is
 * answered. The cheapest program that keeps the contract; its input says how long it thinks before
 * each step.
 */
final class ActingAgent {

    static final String NAMESPACE = "kills";
    static final List<String> WORK = List.of("reserve", "pay", "send");

    private static final String NAME = "actor";
    private static final String FILE = "actor.sh";

    /** What an attempt does that is told by the sink that it was replaced. */
    private static final String ENDS = "echo \"another attempt has taken over\"; exit 3";

    private static final String GOES_ON = "exec sleep 1000";

    private static final String PROGRAM =
            """
            #!/bin/bash
            [[ $(<"$JOCH_INPUT_FILE") =~ \\"text\\"\\ *:\\ *\\"([0-9.]+)\\" ]] && pause=${BASH_REMATCH[1]}
            act() {
              while true; do
                answer=
                if { exec 3<>/dev/tcp/127.0.0.1/PORT; } 2>/dev/null; then
                  echo "$JOCH_EXECUTION_UID $JOCH_ATTEMPT $1" >&3
                  read -r -u 3 answer
                  exec 3>&-
                fi
                case $answer in
                  done | again) return ;;
                  stale) STALE ;;
                esac
                sleep 0.05
              done
            }
            for step in STEPS; do
              sleep "$pause"
              act "$step"
            done
            printf '{"attempt": %s}' "$JOCH_ATTEMPT" > "$JOCH_OUTPUT_FILE"
            """;

    private static final String RECORDS =
            """
            apiVersion: joch.dev/v1alpha1
            kind: FrameworkAdapter
            metadata: { name: command }
            spec:
              framework: command
              capabilities: { toolBinding: true, modelRouterBinding: true }
            ---
            apiVersion: ops.joch.dev/v1alpha1
            kind: Secret
            metadata: { name: key, namespace: joch-shared }
            spec:
              source: { type: env, name: KEY }
            ---
            apiVersion: model.joch.dev/v1alpha1
            kind: Model
            metadata: { name: model }
            spec:
              provider: openai
              model: gpt-5-mini
              endpoint: { type: hosted }
              auth: { secretRef: { name: key } }
              capabilities: { text: true, toolCalling: true }
              limits: { contextWindowTokens: 200000 }
            ---
            apiVersion: model.joch.dev/v1alpha1
            kind: ModelRoute
            metadata: { name: route, namespace: kills }
            spec:
              strategy: { primary: "openai:model" }
            ---
            apiVersion: joch.dev/v1alpha1
            kind: Agent
            metadata: { name: actor, namespace: kills, labels: { owner: tests } }
            spec:
              description: Acts on the world.
              framework: { adapterRef: { name: command }, entrypoint: actor.sh }
              modelRoute: { routeRef: { name: route } }
            """;

    private ActingAgent() {}

    /** Puts its program where workers look. It ends by itself when it was replaced. */
    static void install(Path code, int port) throws IOException {
        install(code, port, ENDS);
    }

    /** One that does not end when it was replaced, but when it is made to. */
    static void installStubborn(Path code, int port) throws IOException {
        install(code, port, GOES_ON);
    }

    private static void install(Path code, int port, String stale) throws IOException {
        Files.createDirectories(code);
        Path file = code.resolve(FILE);
        Files.writeString(
                file,
                PROGRAM.replace("PORT", "" + port)
                        .replace("STEPS", String.join(" ", WORK))
                        .replace("STALE", stale));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    /** The agent and all that it refers to, as YAML. */
    static String records() {
        return RECORDS;
    }

    static String path() {
        return "/v1/namespaces/" + NAMESPACE + "/agents/" + NAME;
    }

    /** What asks for a run of it; asking again is the same run. */
    static String run(String name, double pause, int maxAttempts) {
        ObjectNode request = JsonNodeFactory.instance.objectNode();
        request.put("name", name).put("requestId", name);
        ObjectNode spec = request.putObject("spec");
        spec.putObject("agentRef").put("name", NAME);
        spec.putObject("retry").put("maxAttempts", maxAttempts);
        spec.putObject("input")
                .putArray("content")
                .addObject()
                .put("kind", "text")
                .put("text", "" + pause);
        return request.toString();
    }
}
