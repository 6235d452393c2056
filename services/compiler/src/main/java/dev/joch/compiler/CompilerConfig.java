package dev.joch.compiler;

import java.time.Duration;

/**
 * Limits of the compiler.
 *
 * @param defaultEnvironment of agents without a label {@code env}
 * @param parallel threads that compile, for all calls together
 * @param patience how long a call waits for the replica of the store
 * @param maxWaiting most calls that wait for a commit
 * @param maxGroup most calls of one commit
 * @param keepSuperseded how long a manifest is kept that is not the newest of its generation; 0 for
 *     ever
 * @param sweepEvery how often older ones are dropped
 */
public record CompilerConfig(
        String defaultEnvironment,
        int parallel,
        Duration patience,
        int maxWaiting,
        int maxGroup,
        Duration keepSuperseded,
        Duration sweepEvery) {

    public CompilerConfig {
        if (defaultEnvironment.isBlank()) {
            throw new IllegalArgumentException("joch.compiler.default-environment must name one");
        }
        if (parallel < 1 || maxWaiting < 1 || maxGroup < 1) {
            throw new IllegalArgumentException(
                    "joch.compiler: parallel, write.max-waiting and write.max-group must be at"
                            + " least 1");
        }
        if (patience.isNegative() || keepSuperseded.isNegative() || sweepEvery.isNegative()) {
            throw new IllegalArgumentException("joch.compiler: no duration is less than 0");
        }
    }
}
