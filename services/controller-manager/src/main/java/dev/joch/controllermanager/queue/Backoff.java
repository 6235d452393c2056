package dev.joch.controllermanager.queue;

import java.time.Duration;

/**
 * How long to wait after failures: twice as long each time, up to a bound, with jitter so that what
 * failed together does not come back together.
 */
public record Backoff(Duration first, Duration longest) {

    private static final int MOST_DOUBLINGS = 30;

    public Backoff {
        if (first.isNegative() || first.isZero() || longest.compareTo(first) < 0) {
            throw new IllegalArgumentException(
                    "joch.controller-manager.retry: first is positive and longest is not shorter");
        }
    }

    /**
     * @param failures in a row, this one included
     * @param chance from 0 to 1
     */
    public Duration after(int failures, double chance) {
        int doublings = Math.clamp(failures - 1L, 0, MOST_DOUBLINGS);
        double whole =
                Math.min((double) longest.toNanos(), first.toNanos() * Math.pow(2, doublings));
        return Duration.ofNanos((long) (whole * (0.5 + chance / 2)));
    }
}
