package dev.joch.controllermanager.rollout;

import java.util.List;
import java.util.Map;

/**
 * What a worker is started with on one runtime.
 *
 * @param command empty is what the image says
 */
public record WorkerStart(List<String> command, Map<String, String> environment) {

    public WorkerStart {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
