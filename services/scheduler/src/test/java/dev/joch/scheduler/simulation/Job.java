package dev.joch.scheduler.simulation;

import dev.joch.catalogue.run.RunModes;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * The worker of one run in job mode, as the controllers see to it: started when its run has come
 * into the pool of jobs, replaced when it has ended while the run waits, cleared away in the end.
 */
final class Job {

    private static final long CALL = 10 * Weather.SECOND;
    private static final long LOOK = 2 * Weather.SECOND;
    private static final long REPLACE_AFTER = 5 * Weather.SECOND;

    private final Plane plane;
    private final Client client;
    private @Nullable Worker worker;
    private int lives;
    private long startedAt;
    private boolean cleared;

    Job(Plane plane, Client client) {
        this.plane = plane;
        this.client = client;
    }

    /** Looks, does what is to do, and looks again until nothing is left to do. */
    void tend() {
        if (client.isForgotten()) {
            clear();
            return;
        }
        plane.<Optional<StoredRun>>call(
                replica -> replica.parts().store().find(client.key()),
                CALL,
                reply -> {
                    if (reply instanceof Plane.Reply.Answer<Optional<StoredRun>> answer) {
                        answer.value()
                                .filter(run -> run.run().getUid().equals(client.uid()))
                                .ifPresent(this::see);
                    }
                    if (!cleared) {
                        plane.world().after(LOOK, this::tend);
                    }
                });
    }

    private void see(StoredRun stored) {
        Run run = stored.run();
        if (stored.ended()) {
            clear();
        } else if (run.getPhase() == RunPhase.RUN_PHASE_PENDING
                && run.getPlacement().getPool().equals(RunModes.JOBS)
                && !client.isForgotten()) {
            start();
        }
    }

    private void start() {
        Worker there = worker;
        if (there != null) {
            if (there.isUp() || plane.world().now() - startedAt < REPLACE_AFTER) {
                return;
            }
            there.remove();
        }
        startedAt = plane.world().now();
        Worker next = Worker.ofJob(client.worker() + ++lives, plane, client.key());
        worker = next;
        plane.workers().add(next);
        next.start();
    }

    private void clear() {
        cleared = true;
        if (worker != null) {
            worker.remove();
        }
    }

    /** Nothing is left of it, and nothing comes. */
    boolean isCleared() {
        return cleared;
    }

    @Override
    public String toString() {
        return "job of " + client.uid();
    }
}
