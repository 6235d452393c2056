package dev.joch.cli.manifest;

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

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class ManifestTest {
    private static final String APPLIED =
            "{\"results\":[{\"kind\":\"Agent\",\"namespace\":\"default\",\"name\":\"x\",\"action\":\"created\",\"warnings\":[]}],\"diagnostics\":[]}";
    private static final String DIFFERENT =
            "{\"diffs\":[{\"key\":{\"kind\":\"Agent\",\"name\":\"x\"},\"action\":\"configured\",\"before\":\"a: 1\\n\",\"after\":\"a: 2\\n\"}]}";
    private static final String SAME =
            "{\"diffs\":[{\"key\":{\"kind\":\"Agent\",\"name\":\"x\"},\"action\":\"unchanged\"}]}";

    @TempDir Path folder;
    private FakeApiServer server;
    private CommandRun run;

    @BeforeEach
    void start() throws IOException {
        server = new FakeApiServer();
        run = new CommandRun(folder, server);
        Files.createDirectories(folder.resolve("agents/deep"));
        write("agents/a.yaml");
        write("agents/b.yml");
        write("agents/deep/c.json");
        Files.writeString(folder.resolve("agents/notes.txt"), "not a manifest");
    }

    private void write(String name) throws IOException {
        Files.writeString(
                folder.resolve(name),
                """
                apiVersion: joch.dev/v1alpha1
                kind: Agent
                metadata:
                  name: x
                spec:
                  framework: {adapterRef: {name: langgraph}}
                """);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private int sources() {
        return Tree.list(Tree.at(server.lastAsked().json(), "sources")).size();
    }

    @Test
    void appliesWhatFilesFoldersGlobsAndStdinHold() {
        for (int i = 0; i < 5; i++) {
            server.on("POST", "/v1/resources/apply", 200, APPLIED);
        }

        assertThat(run.joch("apply", "-f", "agents").out()).isEqualTo("agent/x created\n");
        assertThat(sources()).isEqualTo(2);
        run.joch("apply", "-f", "agents", "-R");
        assertThat(sources()).isEqualTo(3);
        run.joch("apply", "-f", "agents/*.y*ml");
        assertThat(sources()).isEqualTo(2);
        assertThat(FakeApiServer.source(server.lastAsked(), "name")).isEqualTo("agents/a.yaml");
        run.typing("kind: Agent").joch("create", "-f", "-", "-n", "prod");
        assertThat(FakeApiServer.source(server.lastAsked(), "name")).isEqualTo("stdin");
        assertThat(Tree.text(server.lastAsked().json(), "namespace")).isEqualTo("prod");
    }

    @Test
    void urlsAreFetchedWithoutTheToken() {
        server.on("GET", "/manifest.yaml", 200, "kind: Agent")
                .on("POST", "/v1/resources/apply", 200, APPLIED);

        assertThat(run.joch("apply", "-f", server.url() + "/manifest.yaml").code()).isZero();
        assertThat(server.asked().getFirst().authorization()).isEqualTo("null");
    }

    @Test
    void aDryRunIsMarked() {
        server.on("POST", "/v1/resources/apply", 200, APPLIED);

        assertThat(run.joch("apply", "-f", "agents", "--dry-run=server").out())
                .isEqualTo("agent/x created (server dry run)\n");
        assertThat(Tree.text(server.lastAsked().json(), "validateOnly")).isEqualTo("true");
    }

    @Test
    void atATerminalDifferencesAreShownFirst() {
        server.on("POST", "/v1/resources/diff", 200, DIFFERENT);

        Outcome outcome = run.atTerminal(80).typing("\n").joch("apply", "-f", "agents");

        assertThat(outcome.err())
                .contains("\u001b[31m-a: 1")
                .contains("\u001b[32m+a: 2")
                .contains("Apply this change? [y/N]");
        assertThat(outcome.code()).isEqualTo(1);
        assertThat(server.pathsOf("POST")).containsExactly("/v1/resources/diff");
    }

    @Test
    void everyProblemHasItsPlace() {
        String errors =
                "[{\"severity\":\"error\",\"reason\":\"UNKNOWN_FIELD\",\"source\":\"agents/a.yaml\",\"line\":6,\"column\":3,"
                        + "\"field\":\"spec.framwork\",\"message\":\"there is no such field\",\"fix\":\"did you mean framework?\"}]";
        server.on(
                "POST",
                "/v1/resources/apply",
                400,
                FakeApiServer.refusal(
                        400, "MANIFEST_INVALID", "nothing was stored: 1 problem", errors));

        Outcome outcome = run.joch("apply", "-f", "agents");

        assertThat(outcome.err())
                .isEqualTo(
                        """
                        error: nothing was stored: 1 problem  [MANIFEST_INVALID]
                          agents/a.yaml:6:3  spec.framwork           there is no such field  [UNKNOWN_FIELD]
                              fix: did you mean framework?
                          request req-1   exit 3
                        """);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.code()).isEqualTo(3);
    }

    @Test
    void programsGetErrorsAsJson() {
        server.on(
                "POST",
                "/v1/resources/apply",
                409,
                FakeApiServer.refusal(409, "STALE_VERSION", "somebody was faster", "[]"));

        Outcome outcome = run.joch("apply", "-f", "agents", "-o", "json");

        Object error = Tree.at(JsonReader.read(outcome.err()), "error");
        assertThat(Tree.text(error, "reason")).isEqualTo("STALE_VERSION");
        assertThat(Tree.number(error, "exitCode")).isEqualTo(6);
        assertThat(Tree.text(error, "requestId")).isEqualTo("req-1");
        assertThat(outcome.code()).isEqualTo(6);
    }

    @Test
    void diffEndsAsDiffDoes() {
        server.on("POST", "/v1/resources/diff", 200, SAME)
                .on("POST", "/v1/resources/diff", 200, DIFFERENT);

        assertThat(run.joch("diff", "-f", "agents").code()).isZero();
        Outcome different = run.joch("diff", "-f", "agents");
        assertThat(different.code()).isEqualTo(1);
        assertThat(different.out()).contains("-a: 1\n+a: 2\n").doesNotContain("\u001b");
        assertThat(run.joch("diff", "-f", "nowhere.yaml").code()).isGreaterThan(1);
    }

    @Test
    void diffCanBeLeftToAnotherProgram() {
        server.on("POST", "/v1/resources/diff", 200, DIFFERENT);

        Outcome outcome = run.with("JOCH_EXTERNAL_DIFF", "diff -r").joch("diff", "-f", "agents");

        assertThat(outcome.out()).contains("< a: 1").contains("> a: 2");
        assertThat(outcome.code()).isEqualTo(1);
    }

    @Test
    void validatingNeedsNoServer() throws IOException {
        Files.writeString(
                folder.resolve("wrong.yaml"),
                "apiVersion: joch.dev/v1alpha1\nkind: Agent\nmetadata:\n  name: x\nspec:\n  framwork: {}\n");
        CommandRun offline = new CommandRun(folder);

        Outcome outcome = offline.joch("validate", "-f", "wrong.yaml");

        assertThat(outcome.err())
                .contains("wrong.yaml:6:3")
                .contains("framwork")
                .contains("framework")
                .contains("UNKNOWN_FIELD");
        assertThat(outcome.code()).isEqualTo(3);
        assertThat(offline.joch("apply", "-f", "wrong.yaml", "--dry-run=client").code())
                .isEqualTo(3);
    }

    @Test
    void whatIsNoYamlIsAWrongInput() throws IOException {
        Files.writeString(folder.resolve("broken.yaml"), "a: [1, 2\nb: }");

        assertThat(new CommandRun(folder).joch("validate", "-f", "broken.yaml").code())
                .isEqualTo(2);
    }

    @Test
    void theServerValidatesWhenAsked() {
        server.on("POST", "/v1/resources/validate", 200, "{\"valid\":true,\"diagnostics\":[]}");

        assertThat(run.joch("validate", "-f", "agents", "--server").out()).isEqualTo("valid\n");
    }

    @Test
    void explainsFieldsAndGuessesThem() {
        CommandRun offline = new CommandRun(folder);

        assertThat(offline.joch("explain", "agent.spec.framework").out()).contains("adapterRef");
        assertThat(offline.joch("explain", "agent.spec.framwork").err()).contains("framework");
        assertThat(offline.joch("explain", "agent.spec.framwork").code()).isEqualTo(2);
    }

    @Test
    void missingFilesAreNamed() {
        assertThat(run.joch("apply", "-f", "nowhere.yaml").err())
                .contains("there is no file nowhere.yaml");
        assertThat(run.joch("apply").code()).isEqualTo(2);
    }
}
