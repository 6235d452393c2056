package dev.joch.trace.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.service.database.Database;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.testkit.cluster.ChildCommand;
import dev.joch.testkit.cluster.ChildProcess;
import dev.joch.testkit.postgres.TestPostgres;
import dev.joch.trace.Arrivals;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Whatever line the service dies on: what was committed is there once, what was not is there not at
 * all, and to send it again makes all of it complete.
 */
@Execution(ExecutionMode.CONCURRENT)
final class KilledWhileTakingTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int KILLED = 137;

    private final String jdbc = TestPostgres.server().newDatabase();

    @TempDir private Path folder;

    private int run(String failpoint) {
        ChildCommand command =
                ChildCommand.java(
                                "take",
                                TakingProcess.class.getName(),
                                96,
                                System.getProperty("java.class.path"))
                        .with(jdbc)
                        .with(collected().toString());
        Path log = Path.of("target", "killed", "take-" + failpoint + ".log");
        try (ChildProcess process =
                ChildProcess.start(
                        failpoint.isEmpty()
                                ? command
                                : command.env("JOCH_FAILPOINTS", failpoint + "=halt"),
                        log)) {
            return process.awaitEnd(SOON);
        }
    }

    private Path collected() {
        return folder.resolve("collected");
    }

    private List<String> sent() {
        try {
            return Files.exists(collected()) ? Files.readAllLines(collected()) : List.of();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private int spans() {
        try (Database database = TakingProcess.open(jdbc);
                PostgresTraceStore traces = TakingProcess.traces(database)) {
            return traces.newest(Arrivals.run("run-1"))
                    .map(trace -> traces.spans("acme", trace.id(), 100).size())
                    .orElse(0);
        }
    }

    private int lines() {
        try (Database database = TakingProcess.open(jdbc);
                PostgresLogStore logs = TakingProcess.logs(database)) {
            return logs.find(Arrivals.run("run-1"))
                    .map(log -> logs.read("acme", log.id(), 0, 1000).size())
                    .orElse(0);
        }
    }

    private void dies(Failpoint at, int spans, int lines) {
        assertThat(run(at.name())).as(at.name()).isEqualTo(KILLED);
        assertThat(spans()).as("spans after " + at).isEqualTo(spans);
        assertThat(lines()).as("lines after " + at).isEqualTo(lines);
    }

    @Test
    void nothingIsLostAndNothingIsThereTwice() {
        dies(Failpoint.TRACE_SPANS_COMMIT_BEFORE, 0, 0);
        dies(Failpoint.TRACE_SPANS_COMMIT_AFTER, 2, 0);
        dies(Failpoint.TRACE_LOG_COMMIT_BEFORE, 2, 0);
        dies(Failpoint.TRACE_LOG_COMMIT_AFTER, 2, 1);
        dies(Failpoint.TRACE_ANSWER_BEFORE, 2, 1);
        dies(Failpoint.TRACE_VERDICT_COMMIT_BEFORE, 2, 1);
        dies(Failpoint.TRACE_VERDICT_COMMIT_AFTER, 2, 1);
        dies(Failpoint.TRACE_EXPORT_SEND_BEFORE, 2, 1);
        assertThat(sent()).isEmpty();
        // the collector had them, and gets them once more: at least once, never not at all
        dies(Failpoint.TRACE_EXPORT_SEND_AFTER, 2, 1);
        assertThat(sent()).containsExactly("AgentRun", "step");
        dies(Failpoint.TRACE_EXPORT_COMMIT_AFTER, 2, 1);
        assertThat(sent()).hasSize(4);
        assertThat(run("")).isZero();
        assertThat(spans()).isEqualTo(2);
        assertThat(lines()).isEqualTo(1);
        assertThat(sent()).hasSize(4);
    }
}
