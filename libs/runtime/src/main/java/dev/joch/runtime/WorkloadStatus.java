package dev.joch.runtime;

import java.util.List;
import java.util.Map;

/**
 * A workload as it is.
 *
 * @param digest of kind and specification
 * @param replicas instances that are wanted; 1 of a job, 0 of what is being deleted
 * @param ending instances that got their SIGTERM and are not gone
 */
public record WorkloadStatus(
        String name,
        WorkloadKind kind,
        String digest,
        Map<String, String> labels,
        int replicas,
        List<Instance> instances,
        int ending) {

    public WorkloadStatus {
        labels = Map.copyOf(labels);
        instances = List.copyOf(instances);
    }

    /** Instances that run. */
    public long running() {
        return instances.stream().filter(each -> each.state() instanceof State.Running).count();
    }
}
