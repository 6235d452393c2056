package dev.joch.scheduler.read;

import dev.joch.scheduler.SchedulerProblem;
import dev.joch.scheduler.place.Bound;
import dev.joch.scheduler.place.Demand;
import dev.joch.scheduler.place.Limits;
import dev.joch.scheduler.place.Obstacle;
import dev.joch.scheduler.place.Occupancy;
import dev.joch.scheduler.place.Offer;
import dev.joch.scheduler.place.Placement;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.store.RunStore;
import dev.joch.scheduler.v1.ExplainRunResponse;
import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.scheduler.v1.WorkerState;
import dev.joch.service.problem.ProblemException;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Says why a run is where it is, by the rules that decide it. */
public final class ExplainRun {

    private final RunStore store;
    private final Supplier<Optional<Limits>> limits;
    private final Duration silence;

    /**
     * @param limits empty until they are known
     * @param silence workers that were silent for longer do not count
     */
    public ExplainRun(RunStore store, Supplier<Optional<Limits>> limits, Duration silence) {
        this.store = store;
        this.limits = limits;
        this.silence = silence;
    }

    public ExplainRunResponse explain(RunKey key) {
        StoredRun run =
                store.find(key)
                        .orElseThrow(() ->
                                new ProblemException(new SchedulerProblem.RunNotFound(key.text())));
        ExplainRunResponse.Builder answer = ExplainRunResponse.newBuilder().setRun(run.run());
        if (run.unsettled()) {
            answer.addObstacles(run.run().getMessage());
        } else if (run.waiting()) {
            waiting(run, answer);
        } else if (run.leased() && run.run().getCancelRequested()) {
            answer.addObstacles("worker " + run.run().getWorker() + " is to stop it");
        }
        return answer.build();
    }

    private void waiting(StoredRun run, ExplainRunResponse.Builder answer) {
        long ahead = store.ahead(run);
        answer.setAhead(ahead);
        Optional<Limits> known = limits.get();
        if (known.isEmpty()) {
            answer.addObstacles("the limits of agents and environments are not read yet");
            return;
        }
        Demand demand = Demand.of(run);
        List<Bound> limited =
                Bound.of(demand).stream().filter(bound -> known.get().of(bound) > 0).toList();
        Occupancy occupancy =
                new Occupancy(known.get(), store.running(run.key().tenant(), limited));
        List<Offer> workers = store.workers(silence).stream().map(ExplainRun::offer).toList();
        for (Obstacle obstacle : Placement.obstacles(demand, workers, occupancy)) {
            answer.addObstacles(obstacle.sentence());
        }
        if (ahead > 0) {
            answer.addObstacles(
                    ahead == 1
                            ? "1 run is before it in its namespace"
                            : ahead + " runs are before it in its namespace");
        }
        if (answer.getObstaclesCount() == 0) {
            answer.addObstacles("a worker can take it; it is about to be leased");
        }
    }

    private static Offer offer(WorkerState worker) {
        return new Offer(
                WorkerDescription.newBuilder()
                        .setWorker(worker.getWorker())
                        .setPool(worker.getPool())
                        .setRuntime(worker.getRuntime())
                        .setRegion(worker.getRegion())
                        .putAllLabels(worker.getLabelsMap())
                        .addAllFrameworks(worker.getFrameworksList())
                        .setCapacity(worker.getCapacity())
                        .build(),
                worker.getCapacity() - worker.getLeases());
    }
}
