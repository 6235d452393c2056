package dev.joch.scheduler.upkeep;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Whether silence of workers counts.
 *
 * <p>A worker renews its lease only as long as somebody takes its word: after an absence of ours,
 * of the scheduler or of its database, it is given the time of a lease to be heard again.
 */
final class Grace {

    private final long lease;
    private final long absence;
    private final LongSupplier nanos;
    private boolean looked;
    private long lookedAt;
    private long countsFrom;

    /**
     * @param absence we were away when we have not looked for so long
     * @param nanos of a clock that nobody sets: one that is set back would make us wait for it
     */
    Grace(Duration lease, Duration absence, LongSupplier nanos) {
        this.lease = lease.toNanos();
        this.absence = absence.toNanos();
        this.nanos = nanos;
    }

    /** We look now, and could. */
    boolean counts() {
        long now = nanos.getAsLong();
        if (!looked || now - lookedAt > absence) {
            countsFrom = now + lease;
        }
        looked = true;
        lookedAt = now;
        return now - countsFrom >= 0;
    }
}
