package dev.joch.controllermanager.rollout;

import dev.joch.runtime.Instance;
import dev.joch.runtime.State;
import dev.joch.runtime.WorkloadStatus;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Reads a pool off what the runtime and the scheduler say of it. Pure. */
final class Pools {

    private Pools() {}

    /**
     * @param heard number of workers by revision
     * @param replaceAfter a worker that ended is replaced when it was made so long ago: one that
     *     ends at once must not be started in a circle
     */
    static PoolNow read(
            WorkloadStatus status, Map<String, Integer> heard, Duration replaceAfter, Instant now) {
        String revision = status.labels().getOrDefault(WorkerTemplate.REVISION, "");
        List<Instance> ended =
                status.instances().stream()
                        .filter(each -> each.state() instanceof State.Ended)
                        .toList();
        boolean missing = status.instances().size() < status.replicas();
        boolean replaceable =
                ended.stream().anyMatch(each -> !each.created().plus(replaceAfter).isAfter(now));
        boolean stuck =
                status.instances().stream()
                        .anyMatch(each -> each.state() instanceof State.Starting);
        return new PoolNow(
                status.name(),
                revision,
                Long.parseLong(status.labels().getOrDefault(WorkerTemplate.AGENT_VERSION, "0")),
                status.replicas(),
                (int) Math.min(status.running(), heard.getOrDefault(revision, 0)),
                ended.size(),
                missing || replaceable || stuck,
                status.instances().stream()
                        .map(Instance::created)
                        .min(Comparator.naturalOrder())
                        .orElse(now));
    }
}
