package dev.joch.scheduler.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.event.v1.ExecutionFailed;
import dev.joch.event.v1.ExecutionStarted;
import dev.joch.scheduler.run.RunDecision.Become;
import dev.joch.scheduler.run.RunDecision.Stay;
import dev.joch.scheduler.v1.RunPhase;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/** What becomes of a run that a worker has, had or is given. */
final class LeaseRulesTest extends OneRun {

    @Test
    void tokensGrowWithEveryLease() {
        accepted(draft("u1").setMaxAttempts(3)).settled(READY).leased();
        assertThat(phase()).isEqualTo("Scheduled Leased");
        assertThat(stored().token()).isEqualTo(1);
        assertThat(stored().leaseUntil()).isEqualTo(now + LEASE);
        assertThat(told()).containsExactly("ExecutionScheduled");
        LeaseRef first = ref();
        now += LEASE;
        after(new RunCommand.LoseLease(first, ""));
        leased();
        assertThat(stored().token()).isEqualTo(2);
        for (RunCommand late :
                List.of(new RunCommand.Start(first), finish(first, RunPhase.RUN_PHASE_FAILED))) {
            after(late);
            assertThat(refusal()).isEqualTo("LEASE_LOST");
        }
    }

    @Test
    void aRunIsLeasedOnce() {
        accepted(draft("u1"));
        leased();
        assertThat(decision).isInstanceOf(Stay.class);
        settled(READY).leased().leased();
        assertThat(decision).isInstanceOf(Stay.class);
        assertThat(stored().token()).isEqualTo(1);
    }

    @Test
    void startingIsDurableOnceAndProlongsTheLease() {
        accepted(draft("u1").setTimeoutMs(60_000)).settled(READY).leased();
        now += 10 * SECOND;
        after(new RunCommand.Start(ref()));
        assertThat(phase()).isEqualTo("Running Running");
        assertThat(stored().leaseUntil()).isEqualTo(now + LEASE);
        assertThat(stored().deadline()).isEqualTo(now + 60 * SECOND);
        assertThat(told()).containsExactly("ExecutionStarted");
        ExecutionStarted started = (ExecutionStarted) ((Become) decision).told().getFirst();
        assertThat(started.getWorker()).isEqualTo("w1");
        assertThat(started.getContext().getExecutionId()).isEqualTo("run");
        after(new RunCommand.Start(ref()));
        assertThat(decision).isInstanceOf(Stay.class);
    }

    @Test
    void finishingTwiceIsFinishingOnce() {
        running(draft("u1"));
        LeaseRef lease = ref();
        after(finish(lease, RunPhase.RUN_PHASE_SUCCEEDED));
        assertThat(phase()).isEqualTo("Succeeded Word");
        assertThat(stored().run().getReport().getExitStatus()).isEqualTo(7);
        assertThat(told()).containsExactly("ExecutionSucceeded");
        after(finish(lease, RunPhase.RUN_PHASE_SUCCEEDED));
        assertThat(decision).isInstanceOf(Stay.class);
        after(finish(lease, RunPhase.RUN_PHASE_FAILED));
        assertThat(refusal()).isEqualTo("RUN_ENDED");
        after(new RunCommand.Start(lease));
        assertThat(refusal()).isEqualTo("RUN_ENDED");
    }

    @Test
    void whatHasNotBegunCannotSucceed() {
        accepted(draft("u1")).settled(READY).leased();
        after(finish(ref(), RunPhase.RUN_PHASE_SUCCEEDED));
        assertThat(refusal()).isEqualTo("STEP_NOT_ALLOWED");
        after(finish(ref(), RunPhase.RUN_PHASE_FAILED));
        assertThat(phase()).isEqualTo("Failed Word");
    }

    @Test
    void whatIsLeasedAndNotBegunIsCancelledAtOnce() {
        accepted(draft("u1")).settled(READY).leased();
        LeaseRef lease = ref();
        after(new RunCommand.Cancel(KEY, "u1", "alice", "enough"));
        assertThat(phase()).isEqualTo("Cancelled Cancelled");
        after(new RunCommand.Start(lease));
        assertThat(refusal()).isEqualTo("RUN_ENDED");
    }

    @Test
    void whatRunsIsCancelledByItsWorker() {
        running(draft("u1")).after(new RunCommand.Cancel(KEY, "u1", "alice", "enough"));
        assertThat(phase()).isEqualTo("Running Running");
        assertThat(stored().run().getCancelRequested()).isTrue();
        assertThat(told()).isEmpty();
        after(new RunCommand.Cancel(KEY, "u1", "bob", "again"));
        assertThat(decision).isInstanceOf(Stay.class);
        after(finish(ref(), RunPhase.RUN_PHASE_CANCELLED));
        assertThat(phase()).isEqualTo("Cancelled Word");
        assertThat(stored().run().getCancelledBy()).isEqualTo("alice");
    }

    @Test
    void whatSucceedsBeforeItHearsOfItsCancellationHasSucceeded() {
        running(draft("u1"))
                .after(new RunCommand.Cancel(KEY, "u1", "alice", "enough"))
                .after(finish(ref(), RunPhase.RUN_PHASE_SUCCEEDED));
        assertThat(phase()).isEqualTo("Succeeded Word");
    }

    @Test
    void aLostLeaseThatWasNotStartedDoesNotCount() {
        accepted(draft("u1")).settled(READY).leased();
        long place = stored().place();
        LeaseRef lease = ref();
        now += LEASE - 1;
        after(new RunCommand.LoseLease(lease, ""));
        assertThat(decision).isInstanceOf(Stay.class);
        now += 1;
        after(new RunCommand.LoseLease(lease, ""));
        assertThat(phase()).isEqualTo("Pending Queued");
        assertThat(stored().run().getAttempt()).isZero();
        assertThat(stored().place()).isEqualTo(place);
    }

    @Test
    void aStartedOneIsRepeatedOnlyWithAttemptsLeftAndNothingAtRisk() {
        record Case(int attempts, String risk, String then) {}
        for (Case each :
                List.of(
                        new Case(1, "", "Failed WorkerLost"),
                        new Case(2, "", "Pending Retrying"),
                        new Case(2, "call c of tool pay is InDoubt", "Failed WorkerLost"),
                        new Case(1, "call c of tool pay is InDoubt", "Failed WorkerLost"))) {
            run = Optional.empty();
            running(draft("u1").setMaxAttempts(each.attempts()));
            now += LEASE;
            after(new RunCommand.LoseLease(ref(), each.risk()));
            assertThat(phase()).as(each.toString()).isEqualTo(each.then());
            assertThat(stored().run().getMessage())
                    .contains("w1")
                    .contains(each.attempts() > 1 ? each.risk() : "attempt 1 of 1");
        }
    }

    @Test
    void whoseLeaseIsTakenAwayHoldsItNoLonger() {
        running(draft("u1").setMaxAttempts(2));
        LeaseRef lease = ref();
        after(new RunCommand.Fence(lease));
        assertThat(stored().fenced()).isFalse();
        now += LEASE;
        after(new RunCommand.Fence(lease));
        assertThat(stored().fenced()).isTrue();
        assertThat(phase()).isEqualTo("Running Running");
        after(new RunCommand.Fence(lease));
        assertThat(decision).isInstanceOf(RunDecision.Stay.class);
        for (RunCommand late :
                List.of(new RunCommand.Start(lease), finish(lease, RunPhase.RUN_PHASE_SUCCEEDED))) {
            assertThat(after(late).refusal()).isEqualTo("LEASE_LOST");
        }
        after(new RunCommand.LoseLease(lease, ""));
        assertThat(phase()).isEqualTo("Pending Retrying");
    }

    @Test
    void theSecondAttemptIsTheLast() {
        running(draft("u1").setMaxAttempts(2));
        now += LEASE;
        after(new RunCommand.LoseLease(ref(), "")).leased().after(new RunCommand.Start(ref()));
        assertThat(stored().run().getAttempt()).isEqualTo(2);
        now += LEASE;
        after(new RunCommand.LoseLease(ref(), ""));
        assertThat(phase()).isEqualTo("Failed WorkerLost");
        assertThat(stored().run().getMessage()).contains("attempt 2 of 2");
    }

    @Test
    void aLostRunWhoseEndWasAskedForIsCancelled() {
        running(draft("u1").setMaxAttempts(3)).after(new RunCommand.Cancel(KEY, "u1", "alice", ""));
        now += LEASE;
        after(new RunCommand.LoseLease(ref(), ""));
        assertThat(phase()).isEqualTo("Cancelled Cancelled");
    }

    @Test
    void whoTakesTooLongIsStoppedAndHasFailed() {
        running(draft("u1").setTimeoutMs(5_000));
        LeaseRef lease = ref();
        now += 5 * SECOND - 1;
        after(new RunCommand.PassDeadline(lease));
        assertThat(decision).isInstanceOf(Stay.class);
        now += 1;
        after(new RunCommand.PassDeadline(lease));
        assertThat(stored().run().getCancelRequested()).isTrue();
        after(finish(lease, RunPhase.RUN_PHASE_CANCELLED));
        assertThat(phase()).isEqualTo("Failed DeadlineExceeded");
        ExecutionFailed failed = (ExecutionFailed) ((Become) decision).told().getFirst();
        assertThat(failed.getMessage()).contains("5000 ms");
        after(finish(lease, RunPhase.RUN_PHASE_CANCELLED));
        assertThat(decision).isInstanceOf(Stay.class);
    }

    @Test
    void whoTakesTooLongAndIsSilentHasFailedForThatReason() {
        running(draft("u1").setTimeoutMs(5_000).setMaxAttempts(3));
        now += 5 * SECOND;
        after(new RunCommand.PassDeadline(ref()));
        now += LEASE;
        after(new RunCommand.LoseLease(ref(), ""));
        assertThat(phase()).isEqualTo("Failed DeadlineExceeded");
    }

    @Test
    void anotherAttemptHasTheTimeThatIsLeft() {
        running(draft("u1").setTimeoutMs(60_000).setMaxAttempts(2));
        long deadline = stored().deadline();
        now += LEASE;
        after(new RunCommand.LoseLease(ref(), "")).leased().after(new RunCommand.Start(ref()));
        assertThat(stored().deadline()).isEqualTo(deadline);
        now += LEASE;
        // and none is begun when nothing is left
        run = Optional.empty();
        running(draft("u1").setTimeoutMs(40_000).setMaxAttempts(2));
        now += LEASE;
        after(new RunCommand.LoseLease(ref(), "")).leased();
        assertThat(phase()).isEqualTo("Failed DeadlineExceeded");
    }
}
