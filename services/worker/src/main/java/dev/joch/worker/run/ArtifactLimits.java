package dev.joch.worker.run;

import java.time.Duration;

/**
 * Bounds of what runs leave.
 *
 * @param bytes of one run
 * @param keep how long they are kept on the disk of this worker
 */
public record ArtifactLimits(long bytes, Duration keep) {

    /** As many as a report may name. */
    static final int MOST_FILES = 1000;

    public ArtifactLimits {
        if (bytes < 0 || keep.isNegative()) {
            throw new IllegalArgumentException("joch.worker.artifacts: no bound is less than 0");
        }
    }
}
