package dev.joch.server.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.joch.server.kill.Blows.Fallen;
import dev.joch.server.split.Death;
import dev.joch.server.split.Recovery.Taken;
import dev.joch.testkit.run.RunHistory;
import dev.joch.testkit.run.RunHistory.Step;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.List;

/** What counts as blocked by a death, and until when. */
class RecoverySeriesTest {

    private static final long SECOND = 1_000_000;

    private static Step step(String run, String phase, long token, String worker, long seconds) {
        return new Step(run, seconds, phase, token, 1, worker, false, seconds * SECOND);
    }

    private static List<Long> seconds(Fallen death, Step... steps) {
        return RecoverySeries.moved(List.of(death), List.of(steps)).stream()
                .map(taken -> taken.time().toSeconds())
                .toList();
    }

    @Test
    void whatAWorkerHadIsBlockedUntilItHasBegunAgainOrEnded() {
        assertThat(
                        seconds(
                                new Fallen("worker", "worker-life-1", 5 * SECOND),
                                step("a", RunHistory.RUNNING, 1, "worker-life-1", 1),
                                step("b", RunHistory.SCHEDULED, 1, "worker-life-1", 2),
                                step("c", RunHistory.RUNNING, 1, "worker-2-life-1", 3),
                                step("c", RunHistory.SUCCEEDED, 1, "worker-2-life-1", 6),
                                step("a", RunHistory.PENDING, 1, "worker-life-1", 9),
                                step("a", RunHistory.SCHEDULED, 2, "worker-2-life-1", 10),
                                step("a", RunHistory.RUNNING, 2, "worker-2-life-1", 12),
                                step("b", RunHistory.CANCELLED, 1, "worker-life-1", 14)))
                .containsExactly(7L, 9L);
    }

    @Test
    void aWorkerThatHadNothingBlocksNothing() {
        assertThat(
                        seconds(
                                new Fallen("worker", "worker-life-1", 5 * SECOND),
                                step("a", RunHistory.RUNNING, 1, "worker-2-life-1", 1),
                                step("a", RunHistory.SUCCEEDED, 1, "worker-2-life-1", 6)))
                .isEmpty();
    }

    @Test
    void anyOtherDeathIsOverWithTheNextStepIfSomethingWentOn() {
        Fallen death = new Fallen("scheduler", "scheduler-life-1", 5 * SECOND);
        assertThat(
                        seconds(
                                death,
                                step("a", RunHistory.PENDING, 0, "", 1),
                                step("b", RunHistory.PENDING, 0, "", 8)))
                .containsExactly(3L);
        assertThat(
                        seconds(
                                death,
                                step("a", RunHistory.SUCCEEDED, 1, "worker-life-1", 1),
                                step("b", RunHistory.PENDING, 0, "", 8)))
                .isEmpty();
    }

    @Test
    void aPromiseThatIsBrokenByFarFails() {
        assertThatCode(() -> ofPostgres(20).judge(4)).doesNotThrowAnyException();
        assertThatThrownBy(() -> ofPostgres(100).judge(4)).hasMessageContaining("Postgres");
    }

    private static RecoverySeries ofPostgres(long seconds) {
        return new RecoverySeries(
                List.of(),
                List.of(),
                List.of(
                        new Taken(
                                new Death(Blows.POSTGRES, "SIGKILL", 0),
                                Duration.ofSeconds(seconds))));
    }
}
