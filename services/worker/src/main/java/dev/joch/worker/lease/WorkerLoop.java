package dev.joch.worker.lease;

import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.process.ServicePart;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Optional;
import java.util.function.IntConsumer;

/** The worker at work: leases, keeps, hears and, at the end, lets what runs finish. */
public final class WorkerLoop implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerLoop.class);

    private final HeldRuns held;
    private final KeepLeases keep;
    private final FollowOrders orders;
    private final LeaseRuns leases;
    private final LeaseTimes times;
    private final Optional<ResourceKey> only;
    private final IntConsumer exit;

    /**
     * @param only the one run of a worker in job mode
     * @param exit ends the process of such a worker with the exit status of its run
     */
    public WorkerLoop(
            Scheduler scheduler,
            RunOne one,
            int capacity,
            LeaseTimes times,
            Optional<ResourceKey> only,
            IntConsumer exit) {
        this.held = new HeldRuns();
        this.keep = new KeepLeases(scheduler, held, times.heartbeat());
        this.orders = new FollowOrders(scheduler, held);
        this.leases = new LeaseRuns(scheduler, held, keep, one, capacity, times.poll());
        this.times = times;
        this.only = only;
        this.exit = exit;
    }

    public HeldRuns held() {
        return held;
    }

    @Override
    public String name() {
        return "worker";
    }

    /** After the mesh, so that all services of this process can be reached. */
    @Override
    public int order() {
        return 150;
    }

    @Override
    public void start() {
        keep.start();
        orders.start();
        if (only.isEmpty()) {
            leases.start();
        } else {
            Thread.ofPlatform().name("job").start(() -> job(only.get()));
        }
    }

    private void job(ResourceKey execution) {
        int status = 1;
        try {
            Optional<Integer> ended = leases.only(execution, times.jobPatience());
            if (ended.isEmpty()) {
                LOG.error(
                        "{} was not given to this worker within {}; look at it with"
                                + " joch describe execution {}",
                        execution.getName(),
                        times.jobPatience(),
                        execution.getName());
            }
            status = ended.orElse(1);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        exit.accept(status);
    }

    @Override
    public void close() {
        leases.close();
        try {
            if (!leases.awaitIdle(times.drain())) {
                LOG.warn(
                        "{} runs are stopped; the scheduler decides what becomes of them",
                        held.size());
                held.all().forEach(run -> run.stop(StopCause.WORKER_STOPS));
                Duration most = times.grace().plus(Duration.ofSeconds(5));
                if (!leases.awaitIdle(most)) {
                    LOG.warn("{} runs did not end within {}", held.size(), most);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            orders.close();
            keep.close();
        }
    }
}
