package dev.joch.compiler.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.compiler.v1.Manifest;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.testkit.cluster.ChildCommand;
import dev.joch.testkit.cluster.ChildProcess;
import dev.joch.testkit.postgres.TestPostgres;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Whatever line the compiler dies on, to compile again gives the same bytes, one row, one event.
 */
@Execution(ExecutionMode.CONCURRENT)
final class KilledWhileKeepingTest {

    private static final AgentKey AGENT =
            new AgentKey("acme", "support-platform", "support-triage");
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int KILLED = 137;

    private final String jdbc = TestPostgres.server().newDatabase();

    private int run(String failpoint) {
        ChildCommand command =
                ChildCommand.java(
                                "keep",
                                KeepingProcess.class.getName(),
                                96,
                                System.getProperty("java.class.path"))
                        .with(jdbc);
        Path log = Path.of("target", "killed", "keep-" + failpoint + ".log");
        try (ChildProcess process =
                ChildProcess.start(
                        failpoint.isEmpty()
                                ? command
                                : command.env("JOCH_FAILPOINTS", failpoint + "=halt"),
                        log)) {
            return process.awaitEnd(SOON);
        }
    }

    private List<Manifest> kept() {
        try (PostgresManifestStore store = KeepingProcess.open(jdbc)) {
            return store.history(AGENT, "prod", Optional.empty(), 10);
        }
    }

    private int told() {
        try (PostgresManifestStore store = KeepingProcess.open(jdbc)) {
            return store.outbox().read(0, 100).entries().size();
        }
    }

    @Test
    void nothingIsHalfKept() {
        for (Failpoint before :
                List.of(
                        Failpoint.OUTBOX_ADD_BEFORE,
                        Failpoint.OUTBOX_ADD_AFTER,
                        Failpoint.COMPILER_COMMIT_BEFORE)) {
            assertThat(run(before.name())).as(before.name()).isEqualTo(KILLED);
            assertThat(kept()).as(before.name()).isEmpty();
            assertThat(told()).as(before.name()).isZero();
        }
        assertThat(run(Failpoint.COMPILER_COMMIT_AFTER.name())).isEqualTo(KILLED);
        List<Manifest> once = kept();
        assertThat(once).hasSize(1);
        assertThat(run("")).isZero();
        assertThat(kept()).isEqualTo(once);
        // while a transaction of another test on this server is open the gaps may still be filled
        Await.until("it is told once", SOON, () -> told() == 1);
    }
}
