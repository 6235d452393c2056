package dev.joch.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.cli.fake.CommandRun;
import dev.joch.cli.fake.CommandRun.Outcome;
import dev.joch.cli.fake.FakeApiServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class LocalServerTest {
    @TempDir Path folder;
    private FakeApiServer server;
    private CommandRun run;

    @BeforeEach
    void start() throws IOException {
        server = new FakeApiServer();
        run =
                new CommandRun(folder)
                        .with("JOCH_SERVER_COMMAND", AnnouncedServer.command(folder, server));
    }

    @AfterEach
    void stop() {
        run.joch("down", "--force", "--timeout", "5s");
        server.close();
    }

    @Test
    void upStartsAServerOnceAndPointsAContextAtIt() {
        Outcome first = run.joch("up");
        assertThat(first.err())
                .contains("A server was started")
                .contains(server.url())
                .contains("context  local");
        assertThat(first.code()).isZero();
        assertThat(run.joch("whoami").out()).contains("admin");
        assertThat(run.joch("up").err()).contains("A server runs already");
        assertThat(run.joch("status").out()).contains("local:").contains("ready");

        assertThat(run.joch("down").err()).contains("was stopped");
        assertThat(run.joch("down").err()).contains("No local server is running");
        assertThat(Files.exists(folder.resolve("home/local/server.pid"))).isFalse();
    }

    @Test
    void downFindsTheServerThatTheContextPointsTo() {
        String data = folder.resolve("a folder").toString();
        run.joch("up", "--data", data);

        assertThat(run.joch("status").out()).contains(data);
        assertThat(run.joch("down").err()).contains("was stopped").contains(data);
        assertThat(run.joch("down").err()).contains("No local server is running");
    }

    @Test
    void aRefusalToStartIsToldWithoutTheRestOfTheLog() {
        Outcome outcome =
                run.with(
                                "JOCH_SERVER_COMMAND",
                                "sh -c 'echo loading; echo error: the port is taken; exit 1'")
                        .joch("up");

        assertThat(outcome.err())
                .contains("ended at its start: the port is taken")
                .doesNotContain("loading")
                .contains("server.log");
    }

    @Test
    void aServerThatDoesNotStartShowsItsLastWords() {
        Outcome outcome =
                run.with("JOCH_SERVER_COMMAND", "sh -c 'echo the port is taken; exit 1'")
                        .joch("up");

        assertThat(outcome.err()).contains("SERVER_NOT_STARTED").contains("the port is taken");
        assertThat(outcome.code()).isEqualTo(1);
    }

    @Test
    void withoutAServerToStartThatIsSaid() {
        assertThat(run.without("JOCH_SERVER_COMMAND").joch("up").err())
                .contains("NO_SERVER")
                .contains("launcher");
    }

    @Test
    void theDoctorNamesWhatIsWrong() {
        Outcome healthy =
                run.with("JOCH_SERVER", server.url())
                        .with("JOCH_TOKEN", FakeApiServer.TOKEN)
                        .joch("doctor");
        assertThat(healthy.out()).contains("ok     token").contains("store");

        Outcome ill = run.with("JOCH_TOKEN", "wrong").joch("doctor");
        assertThat(ill.out()).contains("wrong  token").contains("fix:");
        assertThat(ill.code()).isEqualTo(1);
    }

    @Test
    void theReportHoldsNoSecret() throws IOException {
        run.with("JOCH_SERVER", server.url()).with("JOCH_TOKEN", FakeApiServer.TOKEN);

        Outcome outcome = run.joch("bug-report");

        Path report = Path.of(outcome.out().strip());
        try (java.util.zip.ZipFile zip = new java.util.zip.ZipFile(report.toFile())) {
            assertThat(zip.stream().map(java.util.zip.ZipEntry::getName))
                    .contains("versions.json", "configuration.json", "checks.json");
            zip.stream()
                    .forEach(entry ->
                            assertThat(text(zip, entry)).doesNotContain(FakeApiServer.TOKEN));
        }
    }

    private static String text(java.util.zip.ZipFile zip, java.util.zip.ZipEntry entry) {
        try {
            return new String(
                    zip.getInputStream(entry).readAllBytes(),
                    java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void theAuditLogIsShownAndVerified() {
        run.with("JOCH_SERVER", server.url()).with("JOCH_TOKEN", FakeApiServer.TOKEN);
        server.on(
                        "GET",
                        "/v1/audit",
                        200,
                        "{\"records\":[{\"sequence\":\"7\",\"time\":\"2026-05-10T09:00:00Z\",\"subject\":\"alice\",\"verb\":\"apply\",\"resource\":\"Agent/default/x\",\"outcome\":\"OK\"}]}")
                .on(
                        "GET",
                        "/v1/audit/verify",
                        200,
                        "{\"intact\":true,\"verified\":\"7\",\"headSequence\":\"7\",\"headHash\":\"abc\"}")
                .on(
                        "GET",
                        "/v1/audit/verify",
                        200,
                        "{\"intact\":true,\"verified\":\"6\",\"headSequence\":\"6\",\"headHash\":\"abd\"}")
                .on(
                        "GET",
                        "/v1/audit/verify",
                        200,
                        "{\"intact\":false,\"verified\":\"6\",\"faults\":[{\"sequence\":\"3\",\"fault\":\"CHANGED\"}]}");

        assertThat(run.joch("audit", "ls", "--since", "24h").out())
                .contains("alice")
                .contains("Agent/default/x");
        assertThat(server.lastAsked().query())
                .containsEntry("since", "2026-05-09T10:00:00Z")
                .containsEntry("descending", "true");
        assertThat(run.joch("audit", "verify").out()).contains("7 records").contains("7:abc");
        assertThat(run.joch("audit", "verify", "--head", "7:abc").code()).isEqualTo(3);
        Outcome broken = run.joch("audit", "verify");
        assertThat(broken.out()).contains("3  CHANGED");
        assertThat(broken.code()).isEqualTo(3);
    }

    @Test
    void versionIsNoErrorWithoutAServer() {
        assertThat(run.with("JOCH_SERVER", server.url()).joch("version").out())
                .contains("client")
                .contains("server  0.1.0");
        Outcome alone = run.with("JOCH_SERVER", "http://127.0.0.1:1").joch("version", "-o", "json");
        assertThat(alone.out()).contains("\"client\"");
        assertThat(alone.err()).contains("nobody listens");
        assertThat(alone.code()).isZero();
    }
}
