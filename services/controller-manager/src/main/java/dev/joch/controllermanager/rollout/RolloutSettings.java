package dev.joch.controllermanager.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * How workers of deployments are started.
 *
 * @param runtime of deployments whose environment names none; may be empty
 * @param command of a worker; empty is what the image says
 * @param image of a worker where the deployment names none
 * @param pool that workers offer themselves in where the deployment names none
 * @param environment of every worker
 * @param grace for runs under way when a worker is to go
 * @param replaceAfter a worker that ended is replaced when it was made so long ago
 */
public record RolloutSettings(
        String runtime,
        List<String> command,
        String image,
        String pool,
        Map<String, String> environment,
        Duration grace,
        Duration replaceAfter) {

    public RolloutSettings {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
