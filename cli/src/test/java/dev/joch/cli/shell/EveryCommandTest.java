package dev.joch.cli.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.cli.Catalogue;
import dev.joch.cli.command.Page;
import dev.joch.cli.fake.CommandRun;
import dev.joch.cli.fake.CommandRun.Outcome;
import dev.joch.cli.fake.FakeApiServer;
import dev.joch.cli.json.JsonReader;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

class EveryCommandTest {
    @TempDir Path folder;

    static Stream<Catalogue.Entry> commands() {
        return Catalogue.entries().stream().filter(entry -> !entry.hidden());
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpHasExamplesAndSaysWhatTheOverviewSays(Catalogue.Entry entry) {
        Page page = Catalogue.load(entry.name()).page();
        String[] words = (entry.name() + " --help").split(" ");

        Outcome outcome = new CommandRun(folder).joch(words);

        assertThat(page.name()).isEqualTo(entry.name());
        assertThat(page.summary()).isEqualTo(entry.summary());
        assertThat(page.examples()).isNotEmpty();
        assertThat(outcome.out())
                .contains("Usage:\n  joch " + entry.name())
                .contains("Examples:")
                .contains("--request-timeout");
        assertThat(outcome.code()).isZero();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void aWrongOptionIsAUsageErrorWithAGuess(Catalogue.Entry entry) {
        Outcome outcome = new CommandRun(folder).joch((entry.name() + " --contxt x").split(" "));

        assertThat(outcome.err())
                .contains("has no option --contxt")
                .contains("did you mean --context?");
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.code()).isEqualTo(2);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void isInTheDocumentation(Catalogue.Entry entry) throws IOException {
        String document = Files.readString(Path.of("../docs/cli.md"));

        assertThat(document).contains("joch " + entry.name());
    }

    @Test
    void theOverviewNamesAllAndWordsAreGuessed() {
        CommandRun run = new CommandRun(folder);

        assertThat(run.joch().out())
                .contains("quickstart")
                .contains("api-resources")
                .doesNotContain("__complete");
        assertThat(run.joch("aply").err()).contains("did you mean joch apply?");
        assertThat(run.joch("context", "sue").err()).contains("did you mean joch context use?");
        assertThat(run.joch("context").out()).contains("Actions:");
        assertThat(run.joch("help", "get").out()).isEqualTo(run.joch("get", "--help").out());
    }

    @Test
    void noEscapeSequenceLeavesAPipe() {
        try (FakeApiServer server = new FakeApiServer()) {
            server.stored().agent("default", "x\u001b[31m", "Ready", "2026-05-10T09:00:00Z");
            for (String line :
                    List.of(
                            "get agents",
                            "get all",
                            "status",
                            "doctor",
                            "version",
                            "describe agent/x",
                            "aply",
                            "whoami",
                            "get nothing")) {
                Outcome outcome = new CommandRun(folder, server).joch(line.split(" "));
                assertThat(outcome.out() + outcome.err()).as(line).doesNotContain("\u001b");
            }
        }
    }

    @Test
    void colourFollowsTheWishesOfThePerson() {
        CommandRun run = new CommandRun(folder).atTerminal(80);

        assertThat(run.joch("aply").err()).contains("\u001b[31merror:");
        assertThat(run.joch("aply", "--no-color").err()).doesNotContain("\u001b");
        assertThat(run.with("NO_COLOR", "1").joch("aply").err()).doesNotContain("\u001b");
        assertThat(run.without("NO_COLOR").with("TERM", "dumb").joch("aply").err())
                .doesNotContain("\u001b");
    }

    @Test
    void errorsForProgramsAreJsonWhateverWentWrong() {
        CommandRun run = new CommandRun(folder).with("JOCH_SERVER", "http://127.0.0.1:1");

        for (String line :
                List.of(
                        "get agents -o json",
                        "get nonsense -ojson",
                        "-o json aply",
                        "apply -f nowhere --output=json")) {
            assertThat(JsonReader.read(run.joch(line.split(" ")).err()))
                    .as(line)
                    .asString()
                    .contains("exitCode");
        }
        assertThat(run.with("JOCH_OUTPUT", "json").joch("aply").err()).startsWith("{\"error\"");
    }

    @Test
    void aStackTraceIsShownToWhoAsksOnly() {
        CommandRun run = new CommandRun(folder).with("JOCH_SERVER", "http://127.0.0.1:1");

        assertThat(run.joch("get", "agents").err()).doesNotContain("at dev.joch");
        assertThat(run.joch("get", "agents", "--debug").err()).contains("debug:   at dev.joch");
    }

    @Test
    void theServerIsWaitedForNoLongerThanAllowed() throws IOException {
        try (java.net.ServerSocket silent =
                new java.net.ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
            Outcome outcome =
                    new CommandRun(folder)
                            .with("JOCH_SERVER", "http://127.0.0.1:" + silent.getLocalPort())
                            .joch("get", "agents", "--request-timeout", "200ms");

            assertThat(outcome.err()).contains("did not answer");
            assertThat(outcome.code()).isEqualTo(7);
        }
    }

    @Test
    void refusalsBecomeExitCodes() {
        for (int[] pair :
                new int[][] {
                    {401, 4}, {403, 4}, {404, 5}, {409, 6}, {400, 3}, {422, 3}, {429, 9}, {503, 8},
                    {504, 7}, {500, 1}, {501, 1}
                }) {
            try (FakeApiServer server = new FakeApiServer()) {
                server.on(
                        "GET",
                        "/v1/whoami",
                        pair[0],
                        FakeApiServer.refusal(pair[0], "SOME_REASON", "no", "[]"));
                Outcome outcome = new CommandRun(folder, server).joch("whoami");
                assertThat(outcome.code()).as("status " + pair[0]).isEqualTo(pair[1]);
                assertThat(outcome.err())
                        .contains("[SOME_REASON]")
                        .contains("request req-1   exit " + pair[1]);
            }
        }
    }

    @Test
    void completionKnowsCommandsOptionsKindsAndNames() {
        try (FakeApiServer server = new FakeApiServer()) {
            server.stored().agent("default", "triage", "Ready", "2026-05-10T09:00:00Z");
            CommandRun run = new CommandRun(folder, server);

            assertThat(run.joch("__complete", "--", "ge").out()).isEqualTo("get\n");
            assertThat(run.joch("__complete", "--", "context", "").lines())
                    .contains("ls", "use", "set");
            assertThat(run.joch("__complete", "--", "get", "age").out()).isEqualTo("agents\n");
            assertThat(run.joch("__complete", "--", "get", "agents", "t").out())
                    .isEqualTo("triage\n");
            assertThat(run.joch("__complete", "--", "describe", "agent/").out())
                    .isEqualTo("agent/triage\n");
            assertThat(run.joch("__complete", "--", "get", "--sort").out())
                    .isEqualTo("--sort-by\n");
            assertThat(run.joch("__complete", "--", "get", "agents", "-o", "ya").out())
                    .isEqualTo("yaml\n");
            assertThat(run.joch("__complete", "--", "apply", "-f", "").out()).isEqualTo(":files\n");
            assertThat(run.joch("__complete", "--", "nonsense", "").code()).isZero();
        }
    }

    @Test
    void theScriptForBashIsValid() throws IOException, InterruptedException {
        Path script = folder.resolve("joch.bash");
        Files.writeString(script, new CommandRun(folder).joch("completion", "bash").out());

        Process bash =
                new ProcessBuilder("bash", "-n", script.toString())
                        .redirectErrorStream(true)
                        .start();

        assertThat(new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(bash.waitFor()).isZero();
        assertThat(new CommandRun(folder).joch("completion", "tcsh").code()).isEqualTo(2);
    }
}
