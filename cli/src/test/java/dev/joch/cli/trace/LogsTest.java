package dev.joch.cli.trace;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.cli.fake.CommandRun;
import dev.joch.cli.fake.CommandRun.Outcome;
import dev.joch.cli.fake.FakeApiServer;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.util.List;

/** Commands about logs, and about what agents cost. */
class LogsTest {
    private static final String LOG = "/v1/namespaces/default/executions/exec-1/log";
    private static final String RUN = "/v1/namespaces/default/executions/exec-1";

    @TempDir Path folder;
    private FakeApiServer server;
    private CommandRun run;

    @BeforeEach
    void start() {
        server = new FakeApiServer();
        run = new CommandRun(folder, server);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static String part(String text, String next) {
        return "{\"text\":\"%s\",\"stream\":\"stdout\",\"attempt\":1,\"at\":\"2026-05-10T09:59:58Z\",\"next\":\"%s\"}\n"
                .formatted(text, next);
    }

    private void phase(String phase) {
        server.on(
                "GET",
                RUN,
                200,
                "{\"kind\":\"Execution\",\"metadata\":{\"name\":\"exec-1\"},\"status\":{\"phase\":\""
                        + phase
                        + "\"}}");
    }

    private List<FakeApiServer.Asked> logs() {
        return server.asked().stream().filter(asked -> asked.path().equals(LOG)).toList();
    }

    @Test
    void whatIsThereIsShown() {
        server.on(
                "GET",
                LOG,
                200,
                part("one\\ntwo\\n", "a-8")
                        + part("thr", "a-11")
                        + part("ee", "a-13")
                        + "{\"next\":\"a-13\",\"dropped\":\"70\"}\n");
        Outcome outcome = run.joch("logs", "exec/exec-1", "--tail", "20");
        assertThat(outcome.out()).isEqualTo("one\ntwo\nthree\n");
        assertThat(outcome.err()).contains("70 bytes were not kept");
        assertThat(logs()).hasSize(1);
        assertThat(logs().getFirst().query())
                .containsEntry("tail", "20")
                .doesNotContainKey("follow");
    }

    @Test
    void linesHaveTimeAndOriginWhenAskedFor() {
        server.on("GET", LOG, 200, part("one\\ntwo\\n", "a-8"));
        assertThat(run.joch("logs", "exec-1", "--timestamps", "--prefix").lines())
                .containsExactly(
                        "2026-05-10T09:59:58Z [1 stdout] one",
                        "2026-05-10T09:59:58Z [1 stdout] two");
        server.on("GET", LOG, 200, part("old\\n", "a-4"));
        assertThat(run.joch("logs", "exec-1", "--since", "1s").out()).isEmpty();
        server.on("GET", LOG, 200, part("new\\n", "a-4"));
        assertThat(run.joch("logs", "exec-1", "--since", "1m").out()).isEqualTo("new\n");
    }

    @Test
    void aBrokenStreamGoesOnBehindTheLastPart() {
        server.on("GET", LOG, 200, part("one\\n", "a-4"));
        server.on("GET", LOG, 503, FakeApiServer.refusal(503, "UNAVAILABLE", "away", "[]"));
        server.on("GET", LOG, 200, part("two\\n", "a-8") + "{\"next\":\"a-8\",\"closed\":true}\n");
        phase("Succeeded");
        server.on("GET", LOG, 200, "{\"next\":\"a-8\",\"closed\":true}\n");
        phase("Succeeded");
        Outcome outcome = run.joch("logs", "exec-1", "-f", "--exit-status");
        assertThat(outcome.out()).isEqualTo("one\ntwo\n");
        assertThat(outcome.code()).isZero();
        assertThat(logs().get(0).query()).containsEntry("follow", "true");
        assertThat(logs().get(1).query()).containsEntry("from", "a-4");
        assertThat(logs().get(2).query()).containsEntry("from", "a-4");
        assertThat(logs().get(3).query()).containsEntry("from", "a-8");
    }

    /** A place is named at the end of each piece only. */
    @Test
    void aStreamThatBreaksWithinAPieceRepeatsNothing() {
        server.on("GET", LOG, 200, part("one\\n", "a-4") + part("two\\n", ""));
        server.on(
                "GET",
                LOG,
                200,
                part("two\\n", "")
                        + part("three\\n", "a-14")
                        + "{\"next\":\"a-14\",\"closed\":true}\n");
        phase("Succeeded");
        server.on("GET", LOG, 200, "{\"next\":\"a-14\",\"closed\":true}\n");
        assertThat(run.joch("logs", "exec-1", "-f").out()).isEqualTo("one\ntwo\nthree\n");
        assertThat(logs().get(1).query()).containsEntry("from", "a-4");
    }

    @Test
    void anotherAttemptIsFollowedToo() {
        server.on("GET", LOG, 200, part("one\\n", "a-4") + "{\"next\":\"a-4\",\"closed\":true}\n");
        phase("Running");
        server.on("GET", LOG, 200, part("two\\n", "a-8") + "{\"next\":\"a-8\",\"closed\":true}\n");
        phase("Failed");
        server.on("GET", LOG, 200, "{\"next\":\"a-8\",\"closed\":true}\n");
        phase("Failed");
        Outcome outcome = run.joch("logs", "exec-1", "-f", "--exit-status");
        assertThat(outcome.out()).isEqualTo("one\ntwo\n");
        assertThat(outcome.code()).isEqualTo(10);
    }

    @Test
    void aLogThatNobodyClosedEndsWithTheRun() {
        server.on("GET", LOG, 200, part("one\\n", "a-4") + "{\"next\":\"a-4\"}\n");
        phase("Failed");
        phase("Failed");
        server.on("GET", LOG, 200, part("last\\n", "a-9"));
        assertThat(run.joch("logs", "exec-1", "-f").out()).isEqualTo("one\nlast\n");
    }

    @Test
    void programsCannotSteerTheTerminalAndRefusalsAreShown() {
        server.on("GET", LOG, 200, part("\\u001b[2Jx\\n", "a-4"));
        assertThat(run.joch("logs", "exec-1").out()).doesNotContain("\u001b").contains("x");
        server.on("GET", LOG, 403, FakeApiServer.refusal(403, "FORBIDDEN", "not you", "[]"));
        Outcome outcome = run.joch("logs", "exec-1", "-f");
        assertThat(outcome.code()).isEqualTo(4);
        assertThat(outcome.err()).contains("not you");
        server.on("GET", LOG, 200, part("x\\n", "a-2"));
        assertThat(run.joch("logs", "exec-1", "-o", "json").lines())
                .singleElement()
                .asString()
                .contains("\"text\"");
    }

    @Test
    void agentsAreRankedByWhatTheyCost() {
        server.on(
                "GET",
                "/v1/namespaces/default/executions",
                200,
                "{\"items\":["
                        + execution("cheap", "Succeeded", "2026-05-10T09:00:00Z", 0.1, 1000)
                        + ","
                        + execution("dear", "Failed", "2026-05-10T09:00:00Z", 0.5, 2000)
                        + ","
                        + execution("dear", "Running", "2026-05-10T09:30:00Z", 0.25, 0)
                        + "]}");
        Outcome outcome = run.joch("top", "agents");
        assertThat(outcome.lines()).hasSize(3);
        assertThat(outcome.lines().get(1)).matches("default +dear +2 +1 +1 +0\\.7500 +2\\.00 s");
        assertThat(outcome.lines().get(2)).contains("cheap");
        assertThat(server.lastAsked().query())
                .containsEntry("fieldSelector", "metadata.creationTimestamp>=2026-05-09T10:00:00Z");
        server.on("GET", "/v1/namespaces/default/executions", 200, "{\"items\":[]}");
        assertThat(run.joch("top", "agents").err()).contains("No agent ran.");
    }

    private static String execution(
            String agent, String phase, String created, double cost, long duration) {
        return "{\"kind\":\"Execution\",\"metadata\":{\"namespace\":\"default\",\"creationTimestamp\":\"%s\"},\"spec\":{\"agentRef\":{\"name\":\"%s\"}},\"status\":{\"phase\":\"%s\",\"costUsd\":%s,\"durationMs\":%d}}"
                .formatted(created, agent, phase, cost, duration);
    }
}
