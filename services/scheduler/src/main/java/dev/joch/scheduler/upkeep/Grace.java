package dev.joch.scheduler.upkeep;

import java.time.Duration;
import java.time.InstantSource;

/**
 * Whether silence of workers counts.
 *
 * <p>A worker renews its lease only as long as somebody takes its word: after an absence of ours,
 * of the scheduler or of its database, it is given the time of a lease to be heard again.
 */
final class Grace {

    private final Duration lease;
    private final Duration absence;
    private final InstantSource clock;
    private long lookedAt = Long.MIN_VALUE;
    private long countsFrom;

    /**
     * @param absence we were away when we have not looked for so long
     */
    Grace(Duration lease, Duration absence, InstantSource clock) {
        this.lease = lease;
        this.absence = absence;
        this.clock = clock;
    }

    /** We look now, and could. */
    boolean counts() {
        long now = clock.millis();
        if (lookedAt == Long.MIN_VALUE || now - lookedAt > absence.toMillis()) {
            countsFrom = now + lease.toMillis();
        }
        lookedAt = now;
        return now >= countsFrom;
    }
}
