package dev.joch.worker;

import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.service.telemetry.TelemetryConfig;

import java.util.List;
import java.util.Map;

/**
 * Who this worker is, and what it asks for.
 *
 * @param name unique among living workers; empty is made up
 * @param pool of workers
 * @param runtime adapter that its programs run under; empty is that of the environment
 * @param region in which it is
 * @param labels {@code name=value,name=value}
 * @param concurrency runs at once
 */
record WorkerConfig(
        String name, String pool, String runtime, String region, String labels, int concurrency) {

    private static final int MOST = 10_000;

    WorkerConfig {
        if (pool.isBlank()) {
            throw new IllegalArgumentException("joch.worker.pool must name one");
        }
        if (concurrency < 1 || concurrency > MOST) {
            throw new IllegalArgumentException("joch.worker.concurrency is from 1 to " + MOST);
        }
    }

    /**
     * As the scheduler is told.
     *
     * @param madeUp name for a worker that was given none
     * @param frameworks that it can start
     */
    WorkerDescription description(
            String madeUp, List<String> frameworks, Map<String, String> environment) {
        String adapter = environment.getOrDefault("JOCH_RUNTIME_ADAPTER", "local");
        return WorkerDescription.newBuilder()
                .setWorker(name.isEmpty() ? madeUp : name)
                .setPool(pool)
                .setRuntime(runtime.isEmpty() ? adapter : runtime)
                .setRegion(region)
                .putAllLabels(TelemetryConfig.pairs(labels))
                .setCapacity(concurrency)
                .addAllFrameworks(frameworks)
                .build();
    }
}
