package dev.joch.scheduler.run;

import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;

/**
 * A run with what only the scheduler knows of it. Times are microseconds by the database's clock.
 *
 * @param run as it is told to others, without its input
 * @param trigger what started it
 * @param sdk word of its framework, by which workers say what they can start; empty until it is
 *     settled
 * @param claim number of the newest attempt to settle it: to ask the trigger hook and pin what it
 *     runs from
 * @param dueAt when somebody else may claim it, while it is not settled
 * @param place in the queue by age; 0 until it is settled
 * @param token fencing token of the newest lease; only grows
 * @param leaseUntil when the lease is over; 0 without a lease, and when it was taken away and is
 *     not lost yet
 * @param deadline when it must have ended; 0 is never
 * @param cancelReason why somebody asked for its end
 */
public record StoredRun(
        Run run,
        String trigger,
        String sdk,
        long claim,
        long dueAt,
        long place,
        long token,
        long leaseUntil,
        long deadline,
        String cancelReason) {

    public RunKey key() {
        return RunKey.of(run.getExecution());
    }

    /** The hook has not been asked yet, or nobody knows what it said. */
    public boolean unsettled() {
        return place == 0 && run.getPhase() == RunPhase.RUN_PHASE_PENDING;
    }

    /** In the queue. */
    public boolean waiting() {
        return place > 0 && run.getPhase() == RunPhase.RUN_PHASE_PENDING;
    }

    public boolean leased() {
        return RunPhases.leased(run.getPhase());
    }

    /** Its lease is nobody's any more, and what becomes of it is not decided. */
    public boolean fenced() {
        return leased() && leaseUntil == 0;
    }

    public boolean ended() {
        return RunPhases.ended(run.getPhase());
    }

    /** As its lease says now. */
    public StoredRun leasedUntil(long until) {
        return held(token, until);
    }

    StoredRun with(Run changed) {
        return new StoredRun(
                changed,
                trigger,
                sdk,
                claim,
                dueAt,
                place,
                token,
                leaseUntil,
                deadline,
                cancelReason);
    }

    StoredRun claimed(long number, long until) {
        return new StoredRun(
                run, trigger, sdk, number, until, place, token, leaseUntil, deadline, cancelReason);
    }

    StoredRun queued(String word, long position) {
        return new StoredRun(
                run, trigger, word, claim, 0, position, token, 0, deadline, cancelReason);
    }

    StoredRun held(long by, long until) {
        return new StoredRun(run, trigger, sdk, claim, 0, place, by, until, deadline, cancelReason);
    }

    StoredRun until(long end) {
        return new StoredRun(
                run, trigger, sdk, claim, dueAt, place, token, leaseUntil, end, cancelReason);
    }

    StoredRun cancelledFor(String reason) {
        return new StoredRun(
                run, trigger, sdk, claim, dueAt, place, token, leaseUntil, deadline, reason);
    }
}
