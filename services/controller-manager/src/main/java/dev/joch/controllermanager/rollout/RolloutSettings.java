package dev.joch.controllermanager.rollout;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How workers of deployments are started.
 *
 * @param runtime of deployments whose environment names none; may be empty
 * @param image of a worker where the deployment names none
 * @param pool that workers offer themselves in where the deployment names none
 * @param starts by runtime
 * @param grace for runs under way when a worker is to go
 * @param replaceAfter a worker that ended is replaced when it was made so long ago
 */
public record RolloutSettings(
        String runtime,
        String image,
        String pool,
        Map<String, WorkerStart> starts,
        Duration grace,
        Duration replaceAfter) {

    /** Tells a worker where it is, so that it says so to the scheduler. */
    private static final String ADAPTER = "JOCH_RUNTIME_ADAPTER";

    private static final WorkerStart AS_THE_IMAGE_SAYS = new WorkerStart(List.of(), Map.of());

    public RolloutSettings {
        starts = Map.copyOf(starts);
    }

    /** What a worker is started with there. */
    public WorkerStart on(String name) {
        WorkerStart start = starts.getOrDefault(name, AS_THE_IMAGE_SAYS);
        Map<String, String> environment = new TreeMap<>(start.environment());
        environment.put(ADAPTER, name);
        return new WorkerStart(start.command(), environment);
    }
}
