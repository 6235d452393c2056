package dev.joch.scheduler.run;

import dev.joch.scheduler.run.RunDecision.Become;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;

import java.util.List;
import java.util.Optional;

/** How a run comes to its end, whoever ends it. */
final class RunEnds {

    private RunEnds() {}

    /** The run with its next version. */
    static Run.Builder next(Run run) {
        return run.toBuilder().setVersion(run.getVersion() + 1);
    }

    static Become end(StoredRun there, RunPhase phase, String reason, String message, long now) {
        return end(there, next(there.run()), phase, reason, message, now);
    }

    /**
     * @param run with what else changes, and its next version
     */
    static Become end(
            StoredRun there,
            Run.Builder run,
            RunPhase phase,
            String reason,
            String message,
            long now) {
        Run ended =
                run.setPhase(phase)
                        .setReason(reason)
                        .setMessage(message)
                        .setCompletedAt(Times.timestamp(now))
                        .build();
        return new Become(
                there.with(ended).held(there.token(), 0),
                Optional.empty(),
                List.of(RunEvents.ended(ended, there.cancelReason(), now)));
    }
}
