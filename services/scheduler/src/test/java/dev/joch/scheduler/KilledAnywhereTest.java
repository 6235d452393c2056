package dev.joch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.joch.scheduler.v1.LeasedRun;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.testkit.cluster.ChildCommand;
import dev.joch.testkit.cluster.ChildProcess;
import dev.joch.testkit.history.Depth;
import dev.joch.testkit.history.Seed;
import dev.joch.testkit.postgres.TestPostgres;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Whatever line the scheduler dies on: what was answered holds, what was begun ends once, and what
 * is told of a run is a way through the table of phases.
 */
@Execution(ExecutionMode.CONCURRENT)
final class KilledAnywhereTest {

    private static final Duration SOON = Duration.ofSeconds(120);
    private static final int KILLED = 137;
    private static final List<String> RUNS = List.of("a", "b", "c", "d");

    private final String jdbc = TestPostgres.server().newDatabase();

    static List<Arguments> places() {
        List<Arguments> all =
                List.of(
                        arguments(Failpoint.SCHEDULER_COMMIT_BEFORE, 1),
                        arguments(Failpoint.SCHEDULER_COMMIT_AFTER, 1),
                        arguments(Failpoint.SCHEDULER_COMMIT_BEFORE, 2),
                        arguments(Failpoint.SCHEDULER_COMMIT_AFTER, 2),
                        arguments(Failpoint.SCHEDULER_COMMIT_BEFORE, 7),
                        arguments(Failpoint.SCHEDULER_COMMIT_AFTER, 7),
                        arguments(Failpoint.SCHEDULER_COMMIT_BEFORE, 10),
                        arguments(Failpoint.SCHEDULER_COMMIT_AFTER, 10),
                        arguments(Failpoint.SCHEDULER_COMMIT_BEFORE, 11),
                        arguments(Failpoint.SCHEDULER_COMMIT_AFTER, 11),
                        arguments(Failpoint.SCHEDULER_COMMIT_BEFORE, 12),
                        arguments(Failpoint.SCHEDULER_COMMIT_AFTER, 12),
                        arguments(Failpoint.SCHEDULER_COMMIT_BEFORE, 13),
                        arguments(Failpoint.SCHEDULER_COMMIT_AFTER, 13),
                        arguments(Failpoint.SCHEDULER_COMMIT_AFTER, 18),
                        arguments(Failpoint.SCHEDULER_HOOK_BEFORE, 1),
                        arguments(Failpoint.SCHEDULER_HOOK_AFTER, 2),
                        arguments(Failpoint.SCHEDULER_LEASE_COMMIT_BEFORE, 1),
                        arguments(Failpoint.SCHEDULER_LEASE_COMMIT_AFTER, 1),
                        arguments(Failpoint.SCHEDULER_RENEW_COMMIT_BEFORE, 1),
                        arguments(Failpoint.SCHEDULER_RENEW_COMMIT_AFTER, 1),
                        arguments(Failpoint.SCHEDULER_ORDER_SEND_BEFORE, 1),
                        arguments(Failpoint.SCHEDULER_ORDER_SEND_AFTER, 1),
                        arguments(Failpoint.SCHEDULER_LEDGER_BEFORE, 1),
                        arguments(Failpoint.SCHEDULER_LEDGER_AFTER, 1),
                        arguments(Failpoint.SCHEDULER_FORGET_BEFORE, 1),
                        arguments(Failpoint.SCHEDULER_FORGET_AFTER, 1),
                        arguments(Failpoint.SCHEDULER_ANSWER_BEFORE, 3),
                        arguments(Failpoint.SCHEDULER_ANSWER_AFTER, 4),
                        arguments(Failpoint.OUTBOX_ADD_BEFORE, 2),
                        arguments(Failpoint.OUTBOX_ADD_AFTER, 4));
        return Depth.ofThisRun().some(all, Seed.of(KilledAnywhereTest.class));
    }

    /**
     * Commits: three acceptances and settlements, starts, finishes, cancellations, a lost lease.
     */
    @ParameterizedTest
    @MethodSource("places")
    void whatWasAnsweredHoldsAndEveryRunEndsOnce(Failpoint place, int hit) {
        String said = run(place + "=halt@" + hit, KILLED);
        try (SchedulerDesk desk = new SchedulerDesk(jdbc, WorkingProcess.SHORT)) {
            holds(desk, said);
            for (String name : RUNS) {
                desk.submit(WorkingProcess.execution(name));
            }
            Await.until("everything has ended", SOON, () -> work(desk));
            holds(desk, said);
            for (String name : RUNS) {
                assertThat(way(desk, name)).as(name + " after\n" + said).matches("(C(S(T)?)*E)+");
            }
        }
    }

    @Test
    void undisturbedItComesToItsEnd() {
        assertThat(run("", 0)).endsWith("done\n");
        try (SchedulerDesk desk = new SchedulerDesk(jdbc, WorkingProcess.SHORT)) {
            assertThat(way(desk, "a")).isEqualTo("CSTE");
            assertThat(way(desk, "b")).isEqualTo("CSTE");
            assertThat(way(desk, "c")).isEqualTo("CSTSTE");
            assertThat(way(desk, "d")).isEqualTo("CE");
        }
    }

    private String run(String failpoint, int status) {
        ChildCommand command =
                ChildCommand.java(
                                "working",
                                WorkingProcess.class.getName(),
                                128,
                                System.getProperty("java.class.path"))
                        .with(jdbc);
        ChildCommand planned =
                failpoint.isEmpty() ? command : command.env("JOCH_FAILPOINTS", failpoint);
        Path log = Path.of("target", "killed", "working-" + failpoint + ".log");
        try (ChildProcess child = ChildProcess.start(planned, log)) {
            assertThat(child.awaitEnd(SOON)).as(child.text()).isEqualTo(status);
            return child.text();
        }
    }

    private static void holds(SchedulerDesk desk, String said) {
        said.lines()
                .forEach(line -> {
                    String[] words = line.split(" ", -1);
                    if (words.length == 2 && RUNS.contains(words[1])) {
                        Run run = desk.get(words[1]);
                        switch (words[0]) {
                            case "submitted" -> assertThat(run.getUid()).as(line).isNotEmpty();
                            case "started" -> assertThat(run.hasStartedAt()).as(line).isTrue();
                            case "succeeded" ->
                                    assertThat(run.getPhase())
                                            .as(line)
                                            .isEqualTo(RunPhase.RUN_PHASE_SUCCEEDED);
                            default -> {
                                // cancelled runs may have been forgotten and submitted again
                            }
                        }
                    }
                });
    }

    /** Does what there is to do; whether nothing is left. */
    private static boolean work(SchedulerDesk desk) {
        for (LeasedRun leased : desk.lease(Runs.worker("w3", 8), 8, 200)) {
            desk.start(leased.getLease());
            desk.finish(leased.getLease(), RunPhase.RUN_PHASE_SUCCEEDED);
        }
        return RUNS.stream().map(desk::get).allMatch(Run::hasCompletedAt);
    }

    private static final Map<String, String> LETTERS =
            Map.of(
                    "ExecutionCreated", "C",
                    "ExecutionScheduled", "S",
                    "ExecutionStarted", "T",
                    "ExecutionSucceeded", "E",
                    "ExecutionFailed", "E",
                    "ExecutionCancelled", "E");

    private static String way(SchedulerDesk desk, String name) {
        StringBuilder way = new StringBuilder();
        desk.told(name).forEach(type -> way.append(LETTERS.getOrDefault(type, "?")));
        return way.toString();
    }
}
