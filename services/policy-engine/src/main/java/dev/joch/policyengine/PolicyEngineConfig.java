package dev.joch.policyengine;

import java.time.Duration;

/**
 * How the engine works.
 *
 * @param defaultEnvironment of agents without a label {@code env}
 * @param poll how often a replica looks for what others were handed
 * @param waiting most allowing decisions that wait to be written
 * @param group most decisions of one commit
 * @param keepFor how long decisions are kept
 * @param guardianCalls most calls to guardians at a time
 * @param guardianBytes most bytes of a guardian's answer
 */
public record PolicyEngineConfig(
        String defaultEnvironment,
        Duration poll,
        int waiting,
        int group,
        Duration keepFor,
        int guardianCalls,
        int guardianBytes) {

    public PolicyEngineConfig {
        if (defaultEnvironment.isBlank()) {
            throw new IllegalArgumentException(
                    "joch.policy-engine.default-environment must name one");
        }
        if (waiting < 1 || group < 1 || guardianCalls < 1 || guardianBytes < 1) {
            throw new IllegalArgumentException("joch.policy-engine: limits must be at least 1");
        }
    }
}
