package dev.joch.resourcestore.upkeep;

import java.time.Duration;

/**
 * How much history is kept.
 *
 * @param revisions 0 sets no limit
 * @param age 0 sets no limit
 */
public record Retention(long revisions, Duration age) {

    /**
     * The revision up to which history may go.
     *
     * @param newest newest revision
     * @param aged newest revision that is older than the age
     */
    long horizon(long newest, long aged) {
        long byCount = revisions == 0 ? 0 : newest - revisions;
        long byAge = age.isZero() ? 0 : aged;
        return Math.max(0, Math.max(byCount, byAge));
    }
}
