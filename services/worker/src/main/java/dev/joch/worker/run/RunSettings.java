package dev.joch.worker.run;

import dev.joch.worker.log.LogLimits;

import java.time.Duration;

/**
 * How runs are done here.
 *
 * @param outputBytes largest output
 * @param artifacts bounds of what a run may leave
 * @param log bounds of its log
 * @param floodFails whether a log that is too long ends the run; else it is cut
 * @param startPatience how long a run waits for what its program needs
 */
public record RunSettings(
        int outputBytes,
        ArtifactLimits artifacts,
        LogLimits log,
        boolean floodFails,
        Duration startPatience) {

    /** The scheduler takes no more. */
    private static final int MOST_OUTPUT = 256 * 1024;

    public RunSettings {
        if (outputBytes < 2 || outputBytes > MOST_OUTPUT) {
            throw new IllegalArgumentException(
                    "joch.worker.limits.output-bytes is from 2 to " + MOST_OUTPUT);
        }
        if (startPatience.isNegative()) {
            throw new IllegalArgumentException("joch.worker.start-patience is not less than 0");
        }
    }
}
