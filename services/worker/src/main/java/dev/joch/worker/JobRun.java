package dev.joch.worker;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.problem.ProblemException;

import java.util.Map;
import java.util.Optional;

/** The one run of a worker that was started for it. Pure. */
final class JobRun {

    private static final String DEFAULT = "default";

    private JobRun() {}

    /** Out of the environment; empty for a worker of a pool. */
    static Optional<ResourceKey> of(Map<String, String> environment) {
        String name = environment.getOrDefault("JOCH_EXECUTION_ID", "");
        if (name.isEmpty()) {
            return Optional.empty();
        }
        String[] parts = name.split("/", -1);
        if (parts.length > 3 || name.startsWith("/") || name.endsWith("/") || name.contains("//")) {
            throw new ProblemException(new WorkerProblem.ExecutionUnnamed(name));
        }
        String tenant =
                parts.length == 3 ? parts[0] : environment.getOrDefault("JOCH_TENANT", DEFAULT);
        String namespace =
                parts.length > 1
                        ? parts[parts.length - 2]
                        : environment.getOrDefault("JOCH_NAMESPACE", DEFAULT);
        return Optional.of(
                ResourceKeys.of(tenant, "Execution", namespace, parts[parts.length - 1]));
    }
}
