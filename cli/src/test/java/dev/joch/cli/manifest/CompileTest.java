package dev.joch.cli.manifest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.cli.fake.CommandRun;
import dev.joch.cli.fake.CommandRun.Outcome;
import dev.joch.cli.fake.FakeApiServer;
import dev.joch.cli.json.JsonReader;
import dev.joch.cli.json.Tree;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class CompileTest {

    private static final String AGENT =
            """
            apiVersion: joch.dev/v1alpha1
            kind: Agent
            metadata: {name: x, labels: {owner: me}}
            spec:
              framework:
                adapterRef: {name: sdk}
              tools:
                - name: search
            """;
    private static final String ADAPTER =
            """
            apiVersion: joch.dev/v1alpha1
            kind: FrameworkAdapter
            metadata: {name: sdk}
            spec: {framework: langgraph, capabilities: {toolBinding: true}}
            ---
            apiVersion: joch.dev/v1alpha1
            kind: Tool
            metadata: {name: search}
            spec: {type: function, sideEffects: {level: read_only}}
            """;

    private static final String MANIFEST =
            "{\"apiVersion\":\"internal.joch.dev/v1\",\"kind\":\"CompiledAgentManifest\",\"metadata\":{\"name\":\"x-g%d\",\"namespace\":\"default\"},\"spec\":{\"agent\":{\"name\":\"x\",\"generation\":%d},\"framework\":{\"adapter\":\"sdk\",\"adapterGeneration\":1},\"tools\":[{\"name\":\"search\",\"namespace\":\"default\",\"generation\":%d,\"sideEffect\":\"%s\"}]}}";

    @TempDir Path folder;

    private Outcome compile(String adapter, String... more) throws IOException {
        Files.writeString(folder.resolve("agent.yaml"), AGENT);
        Files.writeString(folder.resolve("rest.yaml"), adapter);
        String[] words = new String[3 + more.length];
        words[0] = "compile";
        words[1] = "-f";
        words[2] = ".";
        System.arraycopy(more, 0, words, 3, more.length);
        return new CommandRun(folder).joch(words);
    }

    @Test
    void printsTheManifestOfEachAgent() throws IOException {
        Outcome outcome = compile(ADAPTER);
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("kind: CompiledAgentManifest", "name: x-g1", "sideEffect: read_only")
                .doesNotContain("tenant");
    }

    @Test
    void compilesForAnEnvironmentAndForPrograms() throws Exception {
        Outcome outcome = compile(ADAPTER, "-o", "json", "--environment", "qa");
        Object manifest = JsonReader.read(outcome.out());
        assertThat(Tree.text(manifest, "spec", "agent", "environment")).isEqualTo("qa");
        assertThat(Tree.text(manifest, "spec", "digest")).startsWith("sha256:");
    }

    @Test
    void whatOnlyTheServerKnowsIsAWarningWithItsPlace() throws IOException {
        Outcome outcome = compile(ADAPTER.replace("name: search", "name: other"));
        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.err()).contains("agent.yaml:8:", "Tool search is not among");
        assertThat(outcome.out()).contains("name: search");
    }

    @Test
    void whatDoesNotFitIsAnErrorWithItsPlace() throws IOException {
        Outcome outcome = compile(ADAPTER.replace("toolBinding: true", "toolBinding: false"));
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).contains("agent.yaml:7:", "no capability `toolBinding`");
    }

    @Test
    void withoutAnAgentThereIsNothingToCompile() throws IOException {
        Files.writeString(folder.resolve("rest.yaml"), ADAPTER);
        Outcome outcome = new CommandRun(folder).joch("compile", "-f", "rest.yaml");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(outcome.err()).contains("there is no agent");
    }

    /** A server with two generations of an agent and of its manifest. */
    private static FakeApiServer twoGenerations() {
        FakeApiServer server = new FakeApiServer();
        String agent =
                "{\"kind\":\"Agent\",\"metadata\":{\"name\":\"x\",\"namespace\":\"default\",\"generation\":%d},\"spec\":{\"description\":\"%d\"}}";
        server.on("GET", "/v1/namespaces/default/agents/x", 200, agent.formatted(7, 7));
        server.on("GET", "/v1/namespaces/default/agents/x", 200, agent.formatted(8, 8));
        server.on(
                "GET",
                "/v1/namespaces/default/manifests/x-g7",
                200,
                MANIFEST.formatted(7, 7, 3, "read_only"));
        server.on(
                "GET",
                "/v1/namespaces/default/manifests/x-g8",
                200,
                MANIFEST.formatted(8, 8, 4, "financial"));
        return server;
    }

    @Test
    void differencesOfTwoGenerationsReachTheManifest() {
        try (FakeApiServer server = twoGenerations()) {
            Outcome outcome =
                    new CommandRun(folder, server)
                            .joch(
                                    "diff",
                                    "agent/x",
                                    "--from",
                                    "7",
                                    "--to",
                                    "8",
                                    "--environment",
                                    "qa");
            assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
            assertThat(outcome.out())
                    .contains("-  description: \"7\"", "+  description: \"8\"")
                    .contains("Compiled manifest:")
                    .contains("Tool/default/search g3 -> g4")
                    .contains("spec.tools[0].sideEffect: read_only -> financial");
            assertThat(server.lastAsked().query()).containsEntry("environment", "qa");
        }
    }

    /** What it uses changes while the agent itself does not. */
    @Test
    void withinAGenerationTheFirstManifestIsComparedWithTheLast() {
        try (FakeApiServer server = twoGenerations()) {
            server.stored()
                    .add(
                            "agents",
                            "{\"kind\":\"Agent\",\"metadata\":{\"name\":\"x\",\"namespace\":\"default\",\"generation\":7},\"spec\":{}}");
            String version = "{\"resource\":" + MANIFEST + "}";
            server.on(
                    "GET",
                    "/v1/namespaces/default/manifests/x-g7/history",
                    200,
                    "{\"versions\":["
                            + String.join(
                                    ",",
                                    version.formatted(8, 8, 6, "read_only"),
                                    version.formatted(7, 7, 5, "read_only"),
                                    version.formatted(7, 7, 4, "read_only"),
                                    version.formatted(7, 7, 3, "read_only"))
                            + "]}");
            CommandRun run = new CommandRun(folder, server);
            run.joch("get", "agent/x", "-o", "name");
            run.joch("get", "agent/x", "-o", "name");
            Outcome outcome = run.joch("diff", "agent/x", "--from", "7", "--to", "7");
            assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
            assertThat(outcome.out())
                    .isEqualTo("Compiled manifest:\n    Tool/default/search g3 -> g5\n");
        }
    }

    @Test
    void programsGetTheDifferencesAsATree() {
        try (FakeApiServer server = twoGenerations()) {
            Outcome outcome =
                    new CommandRun(folder, server)
                            .joch("diff", "agent/x", "--from", "7", "-o", "json");
            assertThat(outcome.code()).as(outcome.err()).isEqualTo(1);
            Object tree = JsonReader.read(outcome.out());
            assertThat(Tree.text(tree, "action")).isEqualTo("configured");
            Object dependency = Tree.list(Tree.at(tree, "manifest", "dependencies")).getFirst();
            assertThat(Tree.text(dependency, "name")).isEqualTo("Tool/default/search");
            assertThat(Tree.text(dependency, "after")).isEqualTo("g4");
            assertThat(Tree.list(Tree.at(tree, "manifest", "fields"))).hasSize(1);
        }
    }
}
