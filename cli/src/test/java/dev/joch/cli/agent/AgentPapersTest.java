package dev.joch.cli.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.cli.fake.CommandRun;
import dev.joch.cli.fake.CommandRun.Outcome;
import dev.joch.cli.fake.FakeApiServer;
import dev.joch.cli.json.JsonReader;
import dev.joch.cli.json.Tree;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;

/** What {@code joch describe agent} and {@code joch get manifests} tell of an agent. */
class AgentPapersTest {
    private static final String MANIFEST =
            "{\"kind\":\"CompiledAgentManifest\",\"metadata\":{\"name\":\"x-g%d\",\"namespace\":\"default\"},"
                    + "\"spec\":{\"agent\":{\"name\":\"x\",\"generation\":%d,\"environment\":\"%s\"},\"digest\":\"sha256:abc\","
                    + "\"framework\":{\"adapter\":\"sdk\",\"adapterGeneration\":2},"
                    + "\"modelRoute\":{\"name\":\"r\",\"generation\":4,\"primary\":\"p:m\",\"fallback\":[\"q:n\"]},"
                    + "\"tools\":[{\"name\":\"send\",\"generation\":3,\"sideEffect\":\"external_write\",\"requiresApproval\":true}],"
                    + "\"policies\":{\"resolved\":[\"safe@v3\"],\"effective\":[{\"name\":\"safe\",\"namespace\":\"joch-shared\","
                    + "\"generation\":3,\"from\":[\"environment\",\"team/support\",\"selector\",\"agent\"]}]}}}";
    private static final String BILL =
            "{\"metadata\":{\"component\":{\"properties\":[{\"name\":\"joch.kind\",\"value\":\"Agent\"}]}},"
                    + "\"components\":[{\"properties\":[{\"name\":\"joch.kind\",\"value\":\"Model\"}]},"
                    + "{\"properties\":[{\"name\":\"joch.kind\",\"value\":\"Model\"}]}],"
                    + "\"services\":[{\"properties\":[{\"name\":\"joch.kind\",\"value\":\"Tool\"}]}]}";

    @TempDir Path folder;
    private FakeApiServer server;
    private CommandRun run;

    @BeforeEach
    void start() {
        server = new FakeApiServer();
        run = new CommandRun(folder, server);
        server.stored()
                .add(
                        "agents",
                        "{\"kind\":\"Agent\",\"metadata\":{\"name\":\"x\",\"namespace\":\"default\",\"generation\":8},\"spec\":{\"displayName\":\"X\"},"
                                + "\"status\":{\"phase\":\"Ready\",\"abomRef\":{\"name\":\"x-agbom\"},\"conditions\":[{\"type\":\"Ready\",\"status\":\"True\","
                                + "\"reason\":\"Compiled\",\"lastTransitionTime\":\"2026-05-10T09:58:00Z\"}]}}")
                .add(
                        "agboms",
                        "{\"kind\":\"AgBOM\",\"metadata\":{\"name\":\"x-agbom\",\"namespace\":\"default\"},"
                                + "\"status\":{\"generation\":5,\"lastGeneratedAt\":\"2026-05-10T09:58:01Z\","
                                + "\"highRiskComponents\":[{\"kind\":\"MCPServer\",\"name\":\"old\",\"reason\":\"unpinned\"}]}}");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private void manifests(String... documents) {
        server.on(
                "GET",
                "/v1/namespaces/default/manifests",
                200,
                "{\"items\":[" + String.join(",", documents) + "]}");
    }

    @Test
    void anAgentIsDescribedWithAllThatBecameOfIt() {
        manifests(MANIFEST.formatted(8, 8, "dev"), MANIFEST.formatted(7, 7, "dev"));
        server.on("GET", "/v1/namespaces/default/agents/x/agbom", 200, BILL);

        Outcome outcome = run.joch("describe", "agent/x");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains(
                        """
                        Conditions:
                          TYPE   STATUS  REASON    SINCE  MESSAGE
                          Ready  True    Compiled  2m     -
                        """)
                .contains(
                        """
                        Compiled manifest:
                          x-g8  environment dev  sha256:abc
                            FrameworkAdapter sdk g2
                            ModelRoute r g4
                            Model p:m
                            Model q:n  when the one before fails
                            Tool send g3  external_write, waits for approval

                        Effective policies:
                          safe@v3  in joch-shared  from environment dev, team support, its selector, the agent

                        Bill of materials:
                          x-agbom  generation 5, written 2026-05-10T09:58:01Z
                          4 components: 1 Agent, 2 Model, 1 Tool
                          1 component of high risk:
                            MCPServer old  unpinned
                        """)
                .doesNotContain("x-g7", "conditions:");
    }

    @Test
    void eachEnvironmentHasItsPolicies() {
        manifests(MANIFEST.formatted(8, 8, "dev"), MANIFEST.formatted(8, 8, "prod"));
        server.on("GET", "/v1/namespaces/default/agents/x/agbom", 200, BILL);

        assertThat(run.joch("describe", "agent/x").out())
                .contains("\n  environment dev\n    safe@v3", "\n  environment prod\n    safe@v3");
    }

    @Test
    void whatIsAwayTakesOnlyItsOwnPartWithIt() {
        String away = FakeApiServer.refusal(503, "UNAVAILABLE", "it is away", "[]");
        server.on("GET", "/v1/namespaces/default/manifests", 503, away);
        server.on("GET", "/v1/namespaces/default/agents/x/agbom", 503, away);

        Outcome outcome = run.joch("describe", "agent/x");

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains("displayName: X", "Compiled manifest:\n  (none)", "generation 5")
                .doesNotContain("components:");
        assertThat(outcome.err())
                .contains("manifests are not shown: it is away")
                .contains("components are not counted: it is away");
    }

    @Test
    void programsGetTheSameAsATree() {
        manifests(MANIFEST.formatted(8, 8, "dev"));
        server.on("GET", "/v1/namespaces/default/agents/x/agbom", 200, BILL);

        Object tree = JsonReader.read(run.joch("describe", "agent/x", "-o", "json").out());

        assertThat(Tree.text(tree, "resource", "kind")).isEqualTo("Agent");
        assertThat(Tree.list(Tree.at(tree, "manifests"))).hasSize(1);
        assertThat(Tree.number(tree, "bill", "status", "generation")).isEqualTo(5);
        assertThat(Tree.list(Tree.at(tree, "events"))).hasSize(2);
    }

    @Test
    void manifestsAreChosenByAgentAndEnvironment() {
        server.stored().add("compiledagentmanifests", MANIFEST.formatted(8, 8, "dev"));

        assertThat(run.joch("get", "manifests", "--agent", "x", "--environment", "dev").code())
                .isZero();
        assertThat(server.lastAsked().query())
                .containsEntry("agent", "x")
                .containsEntry("environment", "dev");

        assertThat(run.joch("get", "manifest", "x-g8", "--environment", "dev").code()).isZero();
        assertThat(server.lastAsked().path())
                .isEqualTo("/v1/namespaces/default/compiledagentmanifests/x-g8");
        assertThat(server.lastAsked().query()).containsEntry("environment", "dev");
    }
}
