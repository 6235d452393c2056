package dev.joch.controllermanager.run;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.controllermanager.queue.Backoff;
import dev.joch.controllermanager.queue.WorkStore;
import dev.joch.events.EventHandler;

import io.opentelemetry.api.OpenTelemetry;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;

/** The parts of the loop, put together. */
public final class ControllerLoop implements AutoCloseable {

    /**
     * How it runs.
     *
     * @param allKinds no other process looks at kinds that this one does not
     */
    public record Settings(
            int seats, Duration poll, Duration deadline, Backoff retry, boolean allKinds) {}

    private final Map<String, Reconciler> reconcilers;
    private final ControllerMetrics metrics;
    private final ScheduledExecutorService timer;
    private final RunControllers runner;
    private final NeighbourNotices neighbours;
    private final boolean allKinds;
    private final OwnStatuses own;

    /**
     * @param own what the reconcilers write
     * @param reconcilers makes them; what they are given says that other keys became due
     * @param self name of this process among its replicas
     */
    public ControllerLoop(
            WorkStore work,
            HikariDataSource pool,
            Settings settings,
            OwnStatuses own,
            Function<Runnable, Map<String, Reconciler>> reconcilers,
            OpenTelemetry telemetry,
            String self,
            InstantSource clock) {
        this.allKinds = settings.allKinds();
        this.own = own;
        this.reconcilers = Map.copyOf(reconcilers.apply(this::woken));
        this.metrics = new ControllerMetrics(telemetry, work);
        this.timer =
                Executors.newSingleThreadScheduledExecutor(
                        Thread.ofPlatform().daemon().name("controller-deadlines").factory());
        RunOne runOne =
                new RunOne(
                        this.reconcilers,
                        settings.retry(),
                        settings.deadline(),
                        metrics,
                        timer,
                        clock);
        this.runner =
                new RunControllers(
                        work,
                        this.reconcilers.keySet(),
                        runOne::run,
                        settings.seats(),
                        settings.poll());
        this.neighbours = new NeighbourNotices(pool, self, runner::ring);
    }

    /** Keys became due, here or elsewhere. */
    public void woken() {
        runner.ring();
        if (!allKinds || runner.shares()) {
            neighbours.tell();
        }
    }

    public EventHandler handler() {
        return new HearResources(reconcilers, own, this::woken);
    }

    public RunControllers runner() {
        return runner;
    }

    public Set<String> kinds() {
        return reconcilers.keySet();
    }

    public ControllerMetrics metrics() {
        return metrics;
    }

    @Override
    public void close() {
        neighbours.close();
        metrics.close();
        timer.shutdownNow();
    }
}
