package dev.joch.scheduler.place;

import dev.joch.scheduler.v1.WorkerDescription;

import java.util.Map;
import java.util.Optional;

/**
 * What a worker offers.
 *
 * @param free runs that it can take now
 */
public record Offer(WorkerDescription worker, int free) {

    /** What a demand asks for that the worker does not have; empty when it fits. */
    public Optional<Obstacle> misfit(Demand demand) {
        var wanted = demand.placement();
        if (!wanted.getPool().equals(worker.getPool())) {
            return Optional.of(new Obstacle.NoWorker(wanted.getPool()));
        }
        if (!wanted.getRuntime().isEmpty() && !wanted.getRuntime().equals(worker.getRuntime())) {
            return Optional.of(
                    new Obstacle.Lacking(wanted.getPool(), "runtime " + wanted.getRuntime()));
        }
        if (!wanted.getRegion().isEmpty() && !wanted.getRegion().equals(worker.getRegion())) {
            return Optional.of(
                    new Obstacle.Lacking(wanted.getPool(), "region " + wanted.getRegion()));
        }
        for (Map.Entry<String, String> label : wanted.getLabelsMap().entrySet()) {
            if (!label.getValue().equals(worker.getLabelsMap().get(label.getKey()))) {
                return Optional.of(
                        new Obstacle.Lacking(
                                wanted.getPool(),
                                "label " + label.getKey() + "=" + label.getValue()));
            }
        }
        return starts(demand)
                ? Optional.empty()
                : Optional.of(
                        new Obstacle.Lacking(wanted.getPool(), "framework " + framework(demand)));
    }

    /** A worker that names no frameworks starts whatever it is given. */
    private boolean starts(Demand demand) {
        return worker.getFrameworksCount() == 0
                || worker.getFrameworksList().contains(demand.sdk())
                || worker.getFrameworksList().contains(demand.framework());
    }

    private static String framework(Demand demand) {
        return demand.sdk().isEmpty() ? demand.framework() : demand.sdk();
    }
}
