package dev.joch.scheduler.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.scheduler.run.RunDecision.Become;
import dev.joch.scheduler.run.RunDecision.Gone;
import dev.joch.scheduler.run.RunDecision.Stay;
import dev.joch.scheduler.v1.Placement;
import dev.joch.scheduler.v1.RunPhase;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Optional;

/** How runs come in, wait, and are cancelled and forgotten. */
final class RunRulesTest extends OneRun {

    @Test
    void whatIsAcceptedWaitsForTheHookUnderAClaim() {
        accepted(draft("u1"));
        assertThat(phase()).isEqualTo("Pending Accepted");
        assertThat(stored().unsettled()).isTrue();
        assertThat(stored().claim()).isEqualTo(1);
        assertThat(told()).containsExactly("ExecutionCreated");
    }

    @Test
    void theSameUidAgainChangesNothingUntilTheClaimIsOver() {
        accepted(draft("u1"));
        now += 14 * SECOND;
        accepted(draft("u1"));
        assertThat(decision).isInstanceOf(Stay.class);
        now += SECOND;
        accepted(draft("u1"));
        assertThat(stored().claim()).isEqualTo(2);
        assertThat(told()).isEmpty();
    }

    @Test
    void aLateClaimSettlesNothing() {
        accepted(draft("u1"));
        now += 20 * SECOND;
        after(new RunCommand.Claim(KEY, "u1"));
        after(new RunCommand.Settle(KEY, "u1", 1, READY));
        assertThat(decision).isInstanceOf(Stay.class);
        assertThat(stored().unsettled()).isTrue();
        settled(READY);
        assertThat(phase()).isEqualTo("Pending Queued");
        assertThat(stored().waiting()).isTrue();
    }

    @Test
    void anotherUidOfThatNameWaitsForTheEndOfTheFirst() {
        running(draft("u1"));
        accepted(draft("u2"));
        assertThat(refusal()).isEqualTo("NAMESAKE_RUNS");
        LeaseRef old = ref();
        after(finish(old, RunPhase.RUN_PHASE_FAILED));
        long version = stored().run().getVersion();
        accepted(draft("u2"));
        assertThat(decision).as("nobody has looked").isEqualTo(new Stay(stored()));
        displaced("u0", draft("u2"));
        assertThat(decision).as("another one").isEqualTo(new Stay(stored()));
        displaced("u1", draft("u2"));
        assertThat(phase()).isEqualTo("Pending Accepted");
        assertThat(stored().run().getVersion()).isGreaterThan(version);
        // the token of the old one is worth nothing for the new one
        after(finish(old, RunPhase.RUN_PHASE_SUCCEEDED));
        assertThat(refusal()).isEqualTo("LEASE_LOST");
    }

    @Test
    void whatIsRefusedHasFailed() {
        accepted(draft("u1")).settled(new Settlement.Refused("PolicyDenied", "no"));
        assertThat(phase()).isEqualTo("Failed PolicyDenied");
        assertThat(told()).containsExactly("ExecutionFailed");
    }

    @Test
    void whatIsLackingIsWaitedForAndThenItHasFailed() {
        Settlement lacking = new Settlement.NotYet("ManifestMissing", "not yet", "NotCompiled");
        accepted(draft("u1")).settled(lacking);
        assertThat(phase()).isEqualTo("Pending ManifestMissing");
        long version = stored().run().getVersion();
        assertThat(stored().dueAt()).isEqualTo(now + SECOND);
        now += SECOND;
        after(new RunCommand.Claim(KEY, "u1")).settled(lacking);
        // nothing new for those who watch
        assertThat(stored().run().getVersion()).isEqualTo(version);
        now += 120 * SECOND;
        after(new RunCommand.Claim(KEY, "u1")).settled(lacking);
        assertThat(phase()).isEqualTo("Failed NotCompiled");
    }

    @Test
    void theHookMayChangeTheInput() {
        ExecutionInput other = ExecutionInput.getDefaultInstance();
        accepted(draft("u1"))
                .settled(
                        new Settlement.Ready(
                                3,
                                "a",
                                "b",
                                "c",
                                Placement.getDefaultInstance(),
                                "d",
                                "",
                                0,
                                Optional.of(other)));
        assertThat(((Become) decision).input()).contains(other);
    }

    @Test
    void whoWaitsIsCancelledAtOnce() {
        accepted(draft("u1")).after(new RunCommand.Cancel(KEY, "u1", "alice", "enough"));
        assertThat(phase()).isEqualTo("Cancelled Cancelled");
        assertThat(stored().run().getCancelledBy()).isEqualTo("alice");
        assertThat(told()).containsExactly("ExecutionCancelled");
    }

    @Test
    void onlyTheUidThatIsMeantIsCancelled() {
        running(draft("u1")).after(new RunCommand.Cancel(KEY, "u0", "alice", ""));
        assertThat(refusal()).isEqualTo("RUN_NOT_FOUND");
    }

    @Test
    void toForgetIsToEndFirst() {
        after(new RunCommand.Forget(KEY, "u1"));
        assertThat(decision).isEqualTo(new Gone(List.of()));
        accepted(draft("u1")).after(new RunCommand.Forget(KEY, "u1"));
        assertThat(told()).containsExactly("ExecutionCancelled");
        assertThat(run).isEmpty();
        running(draft("u1")).after(new RunCommand.Forget(KEY, "u1"));
        assertThat(stored().run().getCancelRequested()).isTrue();
        after(finish(ref(), RunPhase.RUN_PHASE_CANCELLED));
        after(new RunCommand.Forget(KEY, "u1"));
        assertThat(decision).isEqualTo(new Gone(List.of()));
        running(draft("u1")).after(new RunCommand.Forget(KEY, "u2"));
        assertThat(decision).isInstanceOf(Stay.class);
    }

    @Test
    void whatNobodyWantsAnyMoreIsNotSettledButForgotten() {
        accepted(draft("u1")).after(new RunCommand.Settle(KEY, "u1", 1, new Settlement.Unwanted()));
        assertThat(told()).containsExactly("ExecutionCancelled");
        assertThat(run).isEmpty();
    }

    @Test
    void whatWasFoundOutForAnEarlierLifeSettlesNothing() {
        after(new RunCommand.Accept(draft("u1").build(), INPUT, "manual").under(7));
        after(new RunCommand.Forget(KEY, "u1"));
        after(new RunCommand.Accept(draft("u1").build(), INPUT, "manual").under(9));
        after(new RunCommand.Settle(KEY, "u1", 7, READY));
        assertThat(decision).isEqualTo(new Stay(stored()));
        assertThat(phase()).isEqualTo("Pending Accepted");
    }

    @Test
    void everyVisibleChangeHasItsVersion() {
        accepted(draft("u1"));
        long version = stored().run().getVersion();
        for (RunCommand command :
                List.<RunCommand>of(
                        new RunCommand.Settle(KEY, "u1", 1, READY),
                        new RunCommand.Lease(KEY, "u1", "w1"))) {
            after(command);
            assertThat(stored().run().getVersion()).isEqualTo(++version);
        }
        after(new RunCommand.Start(ref()));
        assertThat(stored().run().getVersion()).isEqualTo(++version);
        after(finish(ref(), RunPhase.RUN_PHASE_SUCCEEDED));
        assertThat(stored().run().getVersion()).isEqualTo(++version);
    }
}
