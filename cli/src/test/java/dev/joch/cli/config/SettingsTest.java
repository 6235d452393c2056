package dev.joch.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.cli.fake.CommandRun;
import dev.joch.cli.fake.CommandRun.Outcome;
import dev.joch.cli.fake.FakeApiServer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

class SettingsTest {
    @TempDir Path folder;

    @Test
    void anEmptyHomeWorks() {
        CommandRun run = new CommandRun(folder);

        assertThat(run.joch("context", "ls").err()).contains("No contexts found");
        assertThat(run.joch("namespace").out()).isEqualTo("default\n");
        assertThat(run.joch("context", "current").code()).isEqualTo(5);
    }

    @Test
    void flagsBeatVariablesBeatTheFileBeatsWhatIsBuiltIn() {
        CommandRun run = new CommandRun(folder);
        run.joch("context", "set", "a", "--server", "http://127.0.0.1:1", "-n", "from-file");

        assertThat(run.joch("namespace").out()).isEqualTo("from-file\n");
        run.with("JOCH_NAMESPACE", "from-variable");
        assertThat(run.joch("namespace").out()).isEqualTo("from-variable\n");
        assertThat(run.joch("namespace", "-n", "from-flag").out()).isEqualTo("from-flag\n");
        assertThat(run.joch("status").out()).contains("http://127.0.0.1:1 (context a)");
        run.with("JOCH_SERVER", "http://127.0.0.1:2/");
        assertThat(run.joch("status").out()).contains("http://127.0.0.1:2 (JOCH_SERVER)");
        assertThat(run.joch("--server", "http://127.0.0.1:3", "status").out())
                .contains("http://127.0.0.1:3 (--server)");
    }

    @Test
    void contextsAreKeptForTheOwnerOnly() throws IOException {
        CommandRun run = new CommandRun(folder);
        run.joch("context", "set", "a", "--server", "http://a.example", "--auth", "env=A_TOKEN");
        run.joch(
                "context",
                "set",
                "b",
                "--server",
                "https://b.example",
                "--auth",
                "exec=get-token -x",
                "--use");
        run.joch("context", "set", "a", "-n", "team");

        Path file = folder.resolve("home/config.yaml");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(run.joch("context", "ls").out())
                .isEqualTo(
                        """
                        CURRENT  NAME  SERVER             NAMESPACE  AUTH
                        -        a     http://a.example   team       env=A_TOKEN
                        *        b     https://b.example  default    exec=get-token -x
                        """);
        assertThat(run.joch("context", "use", "a").code()).isZero();
        assertThat(run.joch("context", "current").out()).isEqualTo("a\n");
        assertThat(run.joch("context", "use", "aa").err()).contains("did you mean a?");
        assertThat(run.joch("context", "delete", "a").code()).isZero();
        assertThat(run.joch("context", "current").code()).isEqualTo(5);
    }

    @Test
    void aFileWrittenByHandMayUseAllOfYaml() throws IOException {
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(
                folder.resolve("home/config.yaml"),
                "current-context: 'x'\ncontexts: {x: {server: \"http://x.example\", namespace: ns, auth: {token-file: /t}}}\n");

        assertThat(new CommandRun(folder).joch("context", "ls").out())
                .contains("http://x.example")
                .contains("token-file=/t");
    }

    @Test
    void aBrokenFileIsSaid() throws IOException {
        Files.createDirectories(folder.resolve("home"));
        Files.writeString(folder.resolve("home/config.yaml"), "contexts: [");

        Outcome outcome = new CommandRun(folder).joch("context", "ls");

        assertThat(outcome.err()).contains("cannot be read").contains("fix:");
        assertThat(outcome.code()).isEqualTo(1);
    }

    @Test
    void theTokenOfAContextGoesToItsServerOnly() throws IOException {
        try (FakeApiServer own = new FakeApiServer();
                FakeApiServer stranger = new FakeApiServer()) {
            Files.writeString(folder.resolve("token"), FakeApiServer.TOKEN + "\n");
            CommandRun run = new CommandRun(folder);
            run.joch("context", "set", "own", "--server", own.url(), "--auth", "token-file=token");

            assertThat(run.joch("whoami").out()).contains("subject:  admin");
            assertThat(own.lastAsked().authorization()).isEqualTo("Bearer " + FakeApiServer.TOKEN);
            assertThat(run.joch("whoami", "--server", stranger.url()).code()).isEqualTo(4);
            assertThat(stranger.lastAsked().authorization()).isEqualTo("null");
        }
    }

    @Test
    void aProgramMayGiveTheToken() {
        try (FakeApiServer server = new FakeApiServer()) {
            CommandRun run = new CommandRun(folder);
            run.joch(
                    "context",
                    "set",
                    "x",
                    "--server",
                    server.url(),
                    "--auth",
                    "exec=echo " + FakeApiServer.TOKEN);

            assertThat(run.joch("whoami").code()).isZero();
        }
    }

    @Test
    void noTokenIsEverShown() {
        try (FakeApiServer server = new FakeApiServer()) {
            CommandRun run = new CommandRun(folder, server);

            for (String[] words :
                    new String[][] {
                        {"whoami", "--debug"},
                        {"status", "-o", "json"},
                        {"doctor"},
                        {"context", "ls", "-o", "json"},
                        {"get", "nobody/x", "--debug"}
                    }) {
                Outcome outcome = run.joch(words);
                assertThat(outcome.out() + outcome.err()).doesNotContain(FakeApiServer.TOKEN);
            }
        }
    }

    @Test
    void aTokenWithALineBreakIsRefused() throws IOException {
        Files.writeString(folder.resolve("token"), "a\r\nX-Other: b");
        CommandRun run = new CommandRun(folder);
        run.joch(
                "context",
                "set",
                "x",
                "--server",
                "http://127.0.0.1:1",
                "--auth",
                "token-file=token");

        assertThat(run.joch("whoami").code()).isEqualTo(4);
    }
}
