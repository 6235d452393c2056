package dev.joch.resourcestore.watch;

import java.time.Duration;

/**
 * Limits of watches.
 *
 * @param maxWatches most open ones of this process
 * @param buffer most changes that wait for one peer
 * @param bookmarkInterval longest silence of a watch
 * @param stall longest time that a peer may take nothing while something waits for it
 */
public record WatchConfig(int maxWatches, int buffer, Duration bookmarkInterval, Duration stall) {

    public WatchConfig {
        if (maxWatches < 1 || buffer < 2) {
            throw new IllegalArgumentException(
                    "joch.resource-store.watch: limits must be positive");
        }
        if (bookmarkInterval.isNegative()
                || bookmarkInterval.isZero()
                || stall.isNegative()
                || stall.isZero()) {
            throw new IllegalArgumentException("joch.resource-store.watch: times must be positive");
        }
    }
}
