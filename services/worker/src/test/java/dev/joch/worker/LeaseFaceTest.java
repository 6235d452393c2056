package dev.joch.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.resource.v1alpha1.ManifestFramework;
import dev.joch.scheduler.v1.FinishRunRequest;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.testkit.cluster.Leftovers;
import dev.joch.testkit.wait.Await;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** What leases, orders and a scheduler that is away do to runs. */
final class LeaseFaceTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String FOR_EVER = "echo ready; exec sleep 1000";

    @TempDir private Path folder;

    private WorkerUnderTest worker;
    private FakeScheduler scheduler;

    @BeforeEach
    void start() {
        worker = WorkerUnderTest.start(folder, Map.of());
        scheduler = worker.scheduler();
    }

    @AfterEach
    void stop() {
        worker.close();
        assertThat(Leftovers.of(worker.scratch().toString())).isEmpty();
    }

    private ManifestFramework script(String text) {
        return worker.script("agent.sh", text);
    }

    private String running(String script) {
        String uid = scheduler.submit(script(script), "");
        Await.until("it runs", SOON, () -> worker.trace().text(uid, "stdout").contains("ready"));
        return uid;
    }

    private void awaitNoProcess() {
        Await.until(
                "the program is gone",
                SOON,
                () -> Leftovers.of(worker.scratch().toString()).isEmpty());
    }

    @Test
    void aCancelReachesTheProgramWithinASecond() {
        String uid =
                running(
                        "trap 'echo asked; exit 7' TERM; echo ready; while true; do sleep 0.02;"
                                + " done");
        long asked = System.nanoTime();
        scheduler.cancel(uid);
        FinishRunRequest end = scheduler.awaitFinish(uid);
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(1));
        assertThat(end.getOutcome()).isEqualTo(RunPhase.RUN_PHASE_CANCELLED);
        assertThat(end.getReport().getExitStatus()).isEqualTo(7);
        assertThat(end.getReport().getLogTail()).contains("asked");
    }

    @Test
    void aLostLeaseKillsTheProgramAndNothingIsTold() {
        String uid = running("trap '' TERM; " + FOR_EVER);
        scheduler.lose(uid);
        awaitNoProcess();
        String next = scheduler.submit(script("true"), "");
        scheduler.awaitFinish(next);
        assertThat(scheduler.finish(uid)).isNull();
        assertThat(worker.trace().isClosed(uid)).isFalse();
    }

    @Test
    void aLeaseThatLapsesByOurOwnClockKillsTheProgram() {
        scheduler.leaseMillis = 1_000;
        String uid = running(FOR_EVER);
        long cut = System.nanoTime();
        scheduler.away = true;
        awaitNoProcess();
        assertThat(Duration.ofNanos(System.nanoTime() - cut)).isLessThan(Duration.ofSeconds(3));
        scheduler.away = false;
        String next = scheduler.submit(script("true"), "");
        scheduler.awaitFinish(next);
        assertThat(scheduler.finish(uid)).isNull();
    }

    @Test
    void aShortLeaseIsKeptByRenewals() {
        scheduler.leaseMillis = 700;
        String uid = scheduler.submit(script("sleep 2; echo '{}' > $JOCH_OUTPUT_FILE"), "");
        assertThat(scheduler.awaitFinish(uid).getOutcome()).isEqualTo(RunPhase.RUN_PHASE_SUCCEEDED);
    }

    @Test
    void anEndIsToldUntilSomebodyHearsIt() {
        String uid = running("echo ready; sleep 0.5; echo '{\"a\":1}' > $JOCH_OUTPUT_FILE");
        scheduler.away = true;
        awaitNoProcess();
        Await.until(
                "it was tried", SOON, () -> scheduler.calls().stream().anyMatch("finish"::equals));
        assertThat(scheduler.finish(uid)).isNull();
        scheduler.away = false;
        assertThat(scheduler.awaitFinish(uid).getReport().getOutput().getFieldsMap())
                .containsKey("a");
    }

    @Test
    void aReportThatIsRefusedEndsTheRunAllTheSame() {
        scheduler.refuseFinishes = 1;
        String uid = scheduler.submit(script("echo '{}' > $JOCH_OUTPUT_FILE"), "");
        FinishRunRequest end = scheduler.awaitFinish(uid);
        assertThat(end.getReason()).isEqualTo("ReportRefused");
        assertThat(end.getMessage()).contains("not like that");
    }

    @Test
    void runsGoOnOnceTheSchedulerIsBack() {
        scheduler.away = true;
        String uid = scheduler.submit(script("true"), "");
        long before = scheduler.calls().stream().filter("lease"::equals).count();
        Await.until(
                "it is asked again and again",
                SOON,
                () -> scheduler.calls().stream().filter("lease"::equals).count() > before + 2);
        scheduler.away = false;
        assertThat(scheduler.awaitFinish(uid).getOutcome()).isEqualTo(RunPhase.RUN_PHASE_SUCCEEDED);
    }

    @Test
    void theTokenInTheFileIsRenewed() {
        scheduler.identityTime = Duration.ofSeconds(1);
        String uid =
                scheduler.submit(
                        script(
                                """
                                first=$(cat $JOCH_TOKEN_FILE)
                                n=0
                                while [ "$(cat $JOCH_TOKEN_FILE)" = "$first" ] && [ $n -lt 200 ]; do sleep 0.05; n=$((n+1)); done
                                printf '{"first":"%s","next":"%s"}' "$first" "$(cat $JOCH_TOKEN_FILE)" > $JOCH_OUTPUT_FILE
                                """),
                        "");
        FinishRunRequest end = scheduler.awaitFinish(uid);
        // a program that comes up late may find the second one already
        assertThat(token(end, "next")).isGreaterThan(token(end, "first"));
    }

    private static int token(FinishRunRequest end, String field) {
        String token = end.getReport().getOutput().getFieldsOrThrow(field).getStringValue();
        assertThat(token).startsWith("token-");
        return Integer.parseInt(token.substring("token-".length()));
    }

    @Test
    void aWorkerThatEndsStopsItsProgramsAndLeavesTheWordToTheScheduler() {
        String uid = running(FOR_EVER);
        worker.close();
        assertThat(Leftovers.of(worker.scratch().toString())).isEmpty();
        assertThat(scheduler.finish(uid)).isNull();
    }

    @Test
    void noMoreRunsAreTakenThanThereIsRoomFor() {
        for (int i = 0; i < 20; i++) {
            scheduler.submit(script("echo ready; sleep 0.3"), "");
        }
        scheduler.awaitFinish("uid-20", Duration.ofSeconds(30));
        for (int i = 1; i <= 20; i++) {
            assertThat(scheduler.awaitFinish("uid-" + i).getOutcome())
                    .isEqualTo(RunPhase.RUN_PHASE_SUCCEEDED);
        }
        assertThat(scheduler.most()).isLessThanOrEqualTo(8);
    }
}
