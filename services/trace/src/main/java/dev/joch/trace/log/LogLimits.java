package dev.joch.trace.log;

import java.time.Duration;

/**
 * How much is kept of logs, and how many may be followed.
 *
 * @param bytes most of one execution: half of it the beginning, half the newest
 * @param followers readers that wait for more at the same time
 * @param heartbeat how long such a reader is told nothing at most
 */
public record LogLimits(long bytes, int followers, Duration heartbeat) {

    public LogLimits {
        if (bytes < 2 || followers < 1 || heartbeat.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "joch.trace.logs: max-bytes is at least 2, max-followers at least 1, heartbeat"
                            + " at least 1ms");
        }
    }

    /** Bytes from the beginning that are always kept. */
    public long head() {
        return bytes / 2;
    }

    /** Newest bytes that are always kept. */
    public long tail() {
        return bytes - head();
    }
}
