package dev.joch.worker.log;

import java.time.Duration;

/**
 * Bounds of one log.
 *
 * @param mostBytes kept of one run; what comes after is counted only
 * @param memoryBytes held in memory at once
 * @param spoolBytes held on disk while the trace service is away
 * @param delay how long a line may wait for others to go with it
 * @param linger how long the end of a log is tried to be sent after its run
 */
public record LogLimits(
        long mostBytes, int memoryBytes, long spoolBytes, Duration delay, Duration linger) {

    /** Most bytes of one chunk. */
    static final int CHUNK = 64 * 1024;

    public LogLimits {
        if (mostBytes < 0 || spoolBytes < 0 || delay.isNegative() || linger.isNegative()) {
            throw new IllegalArgumentException("joch.worker.log: no bound is less than 0");
        }
        if (memoryBytes < 2 * CHUNK) {
            throw new IllegalArgumentException(
                    "joch.worker.log.memory-bytes must be at least " + 2 * CHUNK);
        }
    }
}
