package dev.joch.cli.resource;

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

class GetTest {
    @TempDir Path folder;
    private FakeApiServer server;
    private CommandRun run;

    @BeforeEach
    void start() {
        server = new FakeApiServer();
        server.stored()
                .agent("default", "triage", "Ready", "2026-05-10T09:55:00Z")
                .agent("default", "billing", "Pending", "2026-05-01T10:00:00Z")
                .agent("prod", "other", "Ready", "2026-05-10T09:59:30Z");
        run = new CommandRun(folder, server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aListIsATableWithAges() {
        Outcome outcome = run.joch("get", "agents");

        assertThat(outcome.out())
                .isEqualTo(
                        """
                        NAME     FRAMEWORK  PHASE    AGE
                        triage   langgraph  Ready    5m
                        billing  langgraph  Pending  9d
                        """);
        assertThat(outcome.code()).isZero();
        assertThat(server.lastAsked().path()).isEqualTo("/v1/namespaces/default/agents");
        assertThat(server.lastAsked().authorization()).isEqualTo("Bearer " + FakeApiServer.TOKEN);
    }

    @Test
    void allRequestsOfACommandAreOfOneTraceAndTheNextCommandsAreNot() {
        Outcome outcome = run.joch("get", "agents", "--debug", "-o", "yaml");
        String first = server.lastAsked().traceparent();
        run.joch("get", "agents");
        String second = server.lastAsked().traceparent();

        assertThat(first).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01");
        assertThat(outcome.err()).contains("trace " + first.substring(3, 35));
        assertThat(second.substring(3, 35)).isNotEqualTo(first.substring(3, 35));
    }

    @Test
    void allNamespacesAreAskedForAtOnce() {
        Outcome outcome = run.joch("get", "ag", "-A", "--no-headers");

        assertThat(outcome.lines()).first().asString().startsWith("default");
        assertThat(outcome.lines()).last().asString().startsWith("prod");
        assertThat(server.lastAsked().path()).isEqualTo("/v1/agents");
    }

    @Test
    void severalKindsHaveATableEachAndNamesThatTellThem() {
        server.stored().add("models", "{\"kind\":\"Model\",\"metadata\":{\"name\":\"gpt\"}}");

        Outcome outcome = run.joch("get", "agents,models");

        assertThat(outcome.out())
                .contains("agent/triage")
                .contains("\n\nNAME")
                .contains("model/gpt");
    }

    @Test
    void emptyListsSaySoOnTheOtherStream() {
        Outcome outcome = run.joch("get", "tools", "-n", "prod");

        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err()).isEqualTo("No tools found in namespace prod.\n");
        assertThat(outcome.code()).isZero();
    }

    @Test
    void pagesAreFollowedAndALimitEndsThem() {
        assertThat(run.joch("get", "agents", "--chunk-size", "1").lines()).hasSize(3);

        Outcome outcome = run.joch("get", "agents", "--limit", "1");

        assertThat(outcome.lines()).hasSize(2);
        assertThat(outcome.err()).contains("There are more");
    }

    @Test
    void selectorsReachTheServerAsTheyWereTyped() {
        run.joch("get", "agents", "-l", "env in (a,b),!x", "--field-selector=status.phase=Ready");

        assertThat(server.lastAsked().query())
                .containsEntry("selector", "env in (a,b),!x")
                .containsEntry("fieldSelector", "status.phase=Ready");
    }

    @Test
    void sortingWorksOnAnyField() {
        Outcome outcome = run.joch("get", "agents", "--sort-by", ".metadata.name", "--no-headers");

        assertThat(outcome.lines()).first().asString().startsWith("billing");
    }

    @Test
    void labelsAreTheLastColumn() {
        assertThat(run.joch("get", "agents", "--show-labels").lines().getFirst())
                .endsWith("LABELS");
        assertThat(run.joch("get", "agent/triage", "--show-labels").out())
                .contains("env=prod,team=a");
    }

    @Test
    void oneResourceComesAsItIsInEveryFormat() {
        assertThat(run.joch("get", "agent/triage", "-o", "yaml").out())
                .startsWith("apiVersion: joch.dev/v1alpha1\nkind: Agent\n")
                .contains("  creationTimestamp: \"2026-05-10T09:55:00Z\"\n")
                .contains("  tools:\n  - name: search\n  - name: send\n");
        assertThat(
                        Tree.text(
                                JsonReader.read(run.joch("get", "agent", "triage", "-ojson").out()),
                                "kind"))
                .isEqualTo("Agent");
        assertThat(run.joch("get", "agents", "-o", "name").out())
                .isEqualTo("agent/triage\nagent/billing\n");
        assertThat(run.joch("get", "agents", "-o", "jsonl").lines()).hasSize(2);
    }

    @Test
    void listsInJsonAreLists() {
        Object list = JsonReader.read(run.joch("get", "agents", "-o", "json").out());

        assertThat(Tree.text(list, "kind")).isEqualTo("List");
        assertThat(Tree.text(list, "metadata", "resourceVersion")).isEqualTo("41");
        assertThat(Tree.list(Tree.at(list, "items"))).hasSize(2);
    }

    @Test
    void jsonPathsOfKubectlWork() {
        String template =
                "jsonpath={range .items[*]}{.metadata.name}{\"\\t\"}{.spec.tools[1].name}{\"\\n\"}{end}";

        assertThat(run.joch("get", "agents", "-o", template).out())
                .isEqualTo("triage\tsend\nbilling\tsend\n");
    }

    @Test
    void whatIsMissingIsSaidAndWhatIsThereIsShown() {
        Outcome outcome = run.joch("get", "agent", "triage", "nobody");

        assertThat(outcome.out()).contains("triage");
        assertThat(outcome.err()).contains("agents/nobody does not exist  [NOT_FOUND]");
        assertThat(outcome.code()).isEqualTo(5);
    }

    @Test
    void anUnknownKindIsGuessed() {
        Outcome outcome = run.joch("get", "agnets");

        assertThat(outcome.err())
                .contains("there is no kind \"agnets\"")
                .contains("did you mean agents?");
        assertThat(outcome.code()).isEqualTo(2);
    }

    @Test
    void everythingIsOneTable() {
        assertThat(run.joch("get", "all").out()).contains("agent/triage").doesNotContain("other");
        assertThat(run.joch("get", "all", "-A").out())
                .contains("NAMESPACE")
                .contains("agent/other");
    }

    @Test
    void tablesFitTheTerminalAndAreWholeInAPipe() {
        server.stored()
                .agent(
                        "default",
                        "a-name-that-is-much-longer-than-the-terminal-is-wide",
                        "Ready",
                        "2026-05-10T09:00:00Z");

        assertThat(run.joch("get", "agents").out())
                .contains("a-name-that-is-much-longer-than-the-terminal-is-wide");
        assertThat(run.atTerminal(40).joch("get", "agents").lines())
                .allSatisfy(line -> assertThat(line.length()).isLessThanOrEqualTo(40))
                .anySatisfy(line -> assertThat(line).contains("…"));
    }

    @Test
    void aWatchResumesAfterABreakWithoutALossOrARepetition() {
        String first = "{\"type\":\"MODIFIED\",\"resourceVersion\":\"42\",\"object\":%s}\n";
        String table =
                "{\"kind\":\"Table\",\"columns\":[{\"name\":\"NAME\"},{\"name\":\"FRAMEWORK\"},{\"name\":\"PHASE\"},{\"name\":\"AGE\"}],"
                        + "\"rows\":[{\"cells\":[\"triage\",\"langgraph\",\"Running\"],\"name\":\"triage\",\"creationTimestamp\":\"2026-05-10T09:55:00Z\"}]}";
        server.on("GET", "/v1/resources", 200, first.formatted(table))
                .on(
                        "GET",
                        "/v1/resources",
                        503,
                        FakeApiServer.refusal(503, "UNAVAILABLE", "gone", "[]"))
                .on(
                        "GET",
                        "/v1/resources",
                        403,
                        FakeApiServer.refusal(403, "FORBIDDEN", "enough", "[]"));

        Outcome outcome = run.joch("get", "agents", "-w");

        assertThat(outcome.lines().getLast()).startsWith("triage   langgraph  Running  5m");
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(server.asked().get(1).query())
                .containsEntry("resourceVersion", "41")
                .containsEntry("watch", "true");
        assertThat(server.lastAsked().query()).containsEntry("resourceVersion", "42");
    }

    @Test
    void anUnreachableServerIsSafeToRepeat() {
        Outcome outcome = run.with("JOCH_SERVER", "http://127.0.0.1:1").joch("get", "agents");

        assertThat(outcome.err()).contains("nobody listens at 127.0.0.1:1").contains("joch up");
        assertThat(outcome.code()).isEqualTo(8);
    }
}
