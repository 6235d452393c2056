package dev.joch.cli.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.cli.fake.CommandRun;
import dev.joch.cli.fake.CommandRun.Outcome;
import dev.joch.cli.fake.FakeApiServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Files;
import java.nio.file.Path;

class ChangeTest {
    @TempDir Path folder;
    private FakeApiServer server;
    private CommandRun run;

    @BeforeEach
    void start() {
        server = new FakeApiServer();
        server.stored().agent("default", "x", "Ready", "2026-05-10T09:55:00Z");
        run = new CommandRun(folder, server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void labelsAreSetAndRemovedByAMergePatchOnTheVersionThatWasRead() {
        Outcome outcome = run.joch("label", "agent/x", "tier=gold", "team-");

        assertThat(outcome.out()).isEqualTo("agent/x labeled\n");
        assertThat(server.lastAsked().body())
                .isEqualTo("{\"metadata\":{\"labels\":{\"tier\":\"gold\",\"team\":null}}}");
        assertThat(server.lastAsked().query()).containsEntry("resourceVersion", "7");
    }

    @Test
    void aLabelThatIsThereIsNotReplacedByAccident() {
        Outcome outcome = run.joch("label", "agent/x", "env=dev");

        assertThat(outcome.err()).contains("env=prod already").contains("--overwrite");
        assertThat(outcome.code()).isEqualTo(6);
        assertThat(server.pathsOf("PATCH")).isEmpty();
        assertThat(run.joch("label", "agent/x", "env=dev", "--overwrite").code()).isZero();
    }

    @Test
    void nothingToChangeAsksNothing() {
        assertThat(run.joch("annotate", "agent/x", "gone-").out()).isEqualTo("agent/x unchanged\n");
        assertThat(server.pathsOf("PATCH")).isEmpty();
    }

    @Test
    void deletingNeedsAYesWhereNobodyCanBeAsked() {
        Outcome outcome = run.joch("delete", "agent/x");

        assertThat(outcome.err()).contains("Delete agent/x?").contains("--yes");
        assertThat(outcome.code()).isEqualTo(2);
        assertThat(server.pathsOf("DELETE")).isEmpty();
    }

    @Test
    void deletingAsksAtATerminalAndTakesNoForNo() {
        Outcome no = run.atTerminal(80).typing("n\n").joch("delete", "agent/x");
        assertThat(no.code()).isEqualTo(1);
        assertThat(server.pathsOf("DELETE")).isEmpty();

        Outcome yes = run.typing("y\n").joch("delete", "agent/x");
        assertThat(yes.out()).isEqualTo("agent/x deleted\n");
    }

    @Test
    void cascadeAndDryRunReachTheServer() {
        Outcome outcome = run.joch("delete", "agent/x", "--cascade", "orphan", "--dry-run");

        assertThat(outcome.out()).isEqualTo("agent/x deleted (dry run)\n");
        assertThat(server.lastAsked().query())
                .containsEntry("propagation", "orphan")
                .containsEntry("dryRun", "true");
    }

    @Test
    void whatAManifestNamesIsDeletedInReverse() throws Exception {
        Files.writeString(
                folder.resolve("all.yaml"),
                """
                kind: Model
                apiVersion: joch.dev/v1alpha1
                metadata: {name: m}
                spec: {provider: openai, model: gpt}
                ---
                kind: Agent
                apiVersion: joch.dev/v1alpha1
                metadata: {name: x}
                spec: {framework: {adapterRef: {name: langgraph}}}
                """);
        server.stored().add("models", "{\"kind\":\"Model\",\"metadata\":{\"name\":\"m\"}}");

        assertThat(run.joch("delete", "-f", "all.yaml", "-y").code()).isZero();
        assertThat(server.pathsOf("DELETE"))
                .containsExactly("/v1/namespaces/default/agents/x", "/v1/models/m");
    }

    @Test
    void patchesComeInTwoForms() {
        assertThat(run.joch("patch", "agent/x", "-p", "{\"spec\":{}}").out())
                .isEqualTo("agent/x configured\n");
        assertThat(
                        run.joch(
                                        "patch",
                                        "agent/x",
                                        "-p",
                                        "[{\"op\":\"remove\",\"path\":\"/spec/a\"}]")
                                .code())
                .isZero();
        assertThat(run.joch("patch", "agent/x", "-p", "{").code()).isEqualTo(2);
    }

    @Test
    void historyTellsWhatChanged() {
        assertThat(run.joch("history", "agent/x").out())
                .isEqualTo(
                        """
                        GENERATION  REVISION  CHANGE        AGE
                        2           7         spec changed  60m
                        1           3         created       2h
                        """);
    }

    @Test
    void describeShowsAllThereIs() {
        String text = run.joch("describe", "agent/x").out();

        assertThat(text)
                .contains("Name:         x\n")
                .contains("Created:      2026-05-10T09:55:00Z (5m ago)")
                .contains("Spec:\n  displayName: X\n")
                .contains("Status:\n  phase: Ready\n")
                .contains("frameworkadapter/langgraph  by spec.framework.adapterRef.name")
                .contains("tool/search  by spec.tools[0].name")
                .contains("Referred to by:\n  (none)")
                .contains("spec changed");
    }

    @Test
    void eventsAreTheLastChanges() {
        assertThat(run.joch("events").out()).contains("MODIFIED").contains("agent/x");
        assertThat(run.joch("events", "agent/x", "-o", "json").out()).contains("\"generation\": 2");
    }

    @Test
    void rollingBackAppliesTheOldSpecOnTheCurrentVersion() {
        server.on("GET", "/v1/namespaces/default/agents/x", 200, current("new"))
                .on("GET", "/v1/namespaces/default/agents/x", 200, current("old"))
                .on(
                        "POST",
                        "/v1/resources/apply",
                        200,
                        "{\"results\":[{\"kind\":\"Agent\",\"name\":\"x\",\"action\":\"configured\"}]}");

        Outcome outcome = run.joch("rollback", "agent/x");

        assertThat(outcome.out()).isEqualTo("agent/x rolled back to version 1\n");
        assertThat(server.asked().get(1).query()).containsEntry("version", "1");
        String sent =
                new String(
                        java.util.Base64.getDecoder()
                                .decode(FakeApiServer.source(server.lastAsked(), "content")),
                        java.nio.charset.StandardCharsets.UTF_8);
        assertThat(sent)
                .contains("\"displayName\":\"old\"")
                .contains("\"resourceVersion\":\"7\"")
                .doesNotContain("status");
    }

    private static String current(String name) {
        return "{\"apiVersion\":\"joch.dev/v1alpha1\",\"kind\":\"Agent\",\"metadata\":{\"name\":\"x\",\"namespace\":\"default\",\"generation\":2,\"resourceVersion\":\"7\"},"
                + "\"spec\":{\"displayName\":\""
                + name
                + "\"},\"status\":{\"phase\":\"Ready\"}}";
    }

    @Test
    void waitingEndsWhenTheFeedSaysSo() {
        server.on(
                "GET",
                "/v1/resources",
                200,
                "{\"type\":\"BOOKMARK\",\"resourceVersion\":\"43\"}\n{\"type\":\"MODIFIED\",\"object\":{\"status\":{\"phase\":\"Running\"}}}\n");

        Outcome outcome = run.joch("wait", "agent/x", "--for=jsonpath='{.status.phase}'=Running");

        assertThat(outcome.out()).isEqualTo("agent/x condition met\n");
    }

    @Test
    void waitingEndsWhenTheTimeIsOver() {
        Outcome outcome = run.joch("wait", "agent/x", "--for=condition=Ready", "--timeout=300ms");

        assertThat(outcome.err()).contains("did not meet condition=Ready").contains("[TIMEOUT]");
        assertThat(outcome.code()).isEqualTo(7);
    }

    @Test
    void waitingForWhatIsGoneOrThereNeedsNoFeed() {
        assertThat(run.joch("wait", "agent/nobody", "--for=delete").code()).isZero();
        assertThat(run.joch("wait", "agent/x", "--for=create").code()).isZero();
        assertThat(run.joch("wait", "agent/x", "--for=nonsense").code()).isEqualTo(2);
    }
}
