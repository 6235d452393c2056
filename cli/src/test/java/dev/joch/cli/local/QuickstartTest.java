package dev.joch.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.cli.fake.CommandRun;
import dev.joch.cli.fake.CommandRun.Outcome;
import dev.joch.cli.fake.FakeApiServer;
import dev.joch.cli.json.JsonReader;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class QuickstartTest {
    private static final String APPLIED =
            "{\"results\":[{\"kind\":\"Agent\",\"namespace\":\"support\",\"name\":\"x\",\"action\":\"%s\"}]}";
    private static final String AGENT =
            "{\"kind\":\"Agent\",\"metadata\":{\"name\":\"x\",\"namespace\":\"support\",\"generation\":1},\"spec\":{},"
                    + "\"status\":{\"abomRef\":{\"name\":\"x-agbom\"},\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\"}]}}";
    private static final String MANIFEST =
            "{\"metadata\":{\"name\":\"x-g1\"},\"spec\":{\"agent\":{\"name\":\"x\",\"generation\":1,\"environment\":\"dev\"},\"digest\":\"sha256:abc\","
                    + "\"policies\":{\"effective\":[{\"name\":\"safe\",\"namespace\":\"joch-shared\",\"generation\":1,\"from\":[\"team/support\"]}]}}}";
    private static final String RECORD =
            "{\"kind\":\"AgBOM\",\"metadata\":{\"name\":\"x-agbom\",\"namespace\":\"support\"},\"status\":{\"generation\":1}}";

    private static final String RUN =
            "{\"kind\":\"Execution\",\"metadata\":{\"name\":\"exec-1\",\"namespace\":\"support\"},"
                    + "\"status\":{\"phase\":\"Succeeded\",\"durationMs\":140,\"costUsd\":0.5,\"output\":{\"queue\":\"billing\"}}}";

    @TempDir Path folder;
    private FakeApiServer server;
    private CommandRun run;

    @BeforeEach
    void start() throws IOException {
        server = new FakeApiServer();
        run =
                new CommandRun(folder)
                        .with("JOCH_SERVER_COMMAND", AnnouncedServer.command(folder, server))
                        .with("JOCH_EXAMPLES", folder.resolve("examples").toString())
                        .with("JOCH_CALLED", "./joch");
        Files.createDirectories(folder.resolve("examples/quickstart"));
        Files.writeString(folder.resolve("examples/quickstart/a.yaml"), "kind: Agent");
    }

    @AfterEach
    void stop() {
        run.joch("down", "--force", "--timeout", "5s");
        server.close();
    }

    private Outcome quickstart(String action, String... more) {
        server.on("POST", "/v1/resources/apply", 200, APPLIED.formatted(action));
        server.on("GET", "/v1/namespaces/support/manifests", 200, "{\"items\":[" + MANIFEST + "]}");
        server.on("GET", "/v1/namespaces/support/agents/x/agbom", 200, "{}");
        server.on("POST", "/v1/namespaces/support/executions", 201, RUN);
        server.on(
                "GET",
                "/v1/namespaces/support/executions/exec-1/trace",
                200,
                "{\"trace\":{\"traceId\":\"0af7651916cd43dd8448eb211c80319c\"},\"spans\":[{\"spanId\":\"1\",\"name\":\"AgentRun\"}]}");
        String[] words = new String[1 + more.length];
        words[0] = "quickstart";
        System.arraycopy(more, 0, words, 1, more.length);
        return run.joch(words);
    }

    @Test
    void itLeadsThroughAndCanBeRepeated() {
        server.stored().add("agents", AGENT).add("agboms", RECORD);

        Outcome first = quickstart("created");

        assertThat(first.code()).as(first.err()).isZero();
        assertThat(first.err())
                .contains("1. Start a server")
                .contains("joch apply -f")
                .contains("agent/x created")
                .contains("joch wait agent/x --for=condition=Ready")
                .contains("agent/x is ready")
                .contains("joch run x \"I want a refund")
                .contains("Succeeded; 140 ms, 0.5 USD")
                .contains("joch trace exec-1")
                .contains("What to try next")
                .contains("  ./joch describe agent/support-triage");
        assertThat(first.out())
                .contains("agent/x")
                .contains("Compiled manifest:\n  x-g1  environment dev  sha256:abc")
                .contains("Effective policies:\n  safe@v1  in joch-shared  from team support")
                .contains("Bill of materials:\n  x-agbom  generation 1")
                .contains("\"queue\": \"billing\"")
                .contains("AgentRun");
        assertThat(run.joch("namespace").out()).contains("support");

        assertThat(quickstart("unchanged", "-q").err()).isEmpty();
        assertThat(quickstart("unchanged").err())
                .contains("runs already")
                .contains("agent/x unchanged");
        assertThat(JsonReader.read(quickstart("unchanged", "-o", "json").out()))
                .asString()
                .contains("items");
    }

    @Test
    void anAgentThatDoesNotBecomeReadySaysWhy() {
        server.stored()
                .add(
                        "agents",
                        "{\"kind\":\"Agent\",\"metadata\":{\"name\":\"x\",\"namespace\":\"support\"},\"status\":{\"conditions\":["
                                + "{\"type\":\"PoliciesResolved\",\"status\":\"True\"},{\"type\":\"Compiled\",\"status\":\"False\",\"reason\":\"ReferenceMissing\",\"message\":\"no route\"}]}}");

        Outcome outcome = quickstart("created", "--timeout", "200ms");

        assertThat(outcome.code()).isEqualTo(7);
        assertThat(outcome.err())
                .contains(
                        "agent/x is not ready after 200ms: Compiled is False (ReferenceMissing, no route)")
                .contains("joch describe agent/x");
    }
}
