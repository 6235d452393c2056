package dev.joch.worker.lease;

import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.scheduler.v1.LeasedRun;
import dev.joch.service.problem.FailureLog;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Asks for as many runs as there is room for, and gives each a thread. */
final class LeaseRuns {

    private static final Logger LOG = LoggerFactory.getLogger(LeaseRuns.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Scheduler scheduler;
    private final HeldRuns held;
    private final KeepLeases keep;
    private final RunOne one;
    private final int capacity;
    private final Duration poll;
    private final Semaphore room;
    private final Thread thread;
    private volatile boolean open = true;

    LeaseRuns(
            Scheduler scheduler,
            HeldRuns held,
            KeepLeases keep,
            RunOne one,
            int capacity,
            Duration poll) {
        this.scheduler = scheduler;
        this.held = held;
        this.keep = keep;
        this.one = one;
        this.capacity = capacity;
        this.poll = poll;
        this.room = new Semaphore(capacity);
        this.thread = Thread.ofVirtual().name("lease-runs").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        Backoff pause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
        try {
            while (open) {
                room.acquire();
                int most = 1 + room.drainPermits();
                int taken = 0;
                try {
                    taken = lease(most);
                    pause.reset();
                } catch (RuntimeException e) {
                    if (open) {
                        FailureLog.warn(LOG, "no runs can be leased; trying again", e);
                        pause.await();
                    }
                } finally {
                    room.release(most - taken);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("no more runs are leased");
        }
    }

    /** Gives how many have come. */
    private int lease(int most) {
        long askedAt = System.nanoTime();
        List<LeasedRun> leased = scheduler.lease(most, poll, Optional.empty());
        List<HeldRun> runs = hold(leased, askedAt);
        for (HeldRun run : runs) {
            Thread.ofVirtual()
                    .name("run-" + run.lease().getExecution().getName())
                    .start(() -> {
                        try {
                            go(run);
                        } finally {
                            room.release();
                        }
                    });
        }
        return runs.size();
    }

    private List<HeldRun> hold(List<LeasedRun> leased, long askedAt) {
        List<HeldRun> runs = new ArrayList<>();
        for (LeasedRun each : leased) {
            HeldRun run = new HeldRun(each, askedAt);
            held.add(run);
            runs.add(run);
        }
        try {
            keep.freshen(runs);
        } catch (RuntimeException e) {
            // their start tells whether they are still ours
            FailureLog.warn(LOG, "new leases were not renewed", e);
        }
        return runs;
    }

    private int go(HeldRun run) {
        try {
            return one.run(run);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (RuntimeException e) {
            LOG.error("{} was given up", run.lease().getExecution().getName(), e);
            return 1;
        } finally {
            held.remove(run);
        }
    }

    /**
     * Job mode: that one run and no other.
     *
     * @param patience how long it is waited for
     * @return the exit status; empty when nobody gave it to us
     */
    Optional<Integer> only(ResourceKey execution, Duration patience) throws InterruptedException {
        room.acquire();
        try {
            return await(execution, System.nanoTime() + patience.toNanos());
        } finally {
            room.release();
        }
    }

    private Optional<Integer> await(ResourceKey execution, long end) throws InterruptedException {
        Backoff pause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
        while (open && System.nanoTime() < end) {
            long askedAt = System.nanoTime();
            try {
                List<LeasedRun> leased = scheduler.lease(1, poll, Optional.of(execution));
                if (!leased.isEmpty()) {
                    return Optional.of(go(hold(leased, askedAt).getFirst()));
                }
            } catch (RuntimeException e) {
                FailureLog.warn(LOG, "the run cannot be leased; trying again", e);
            }
            pause.await();
        }
        return Optional.empty();
    }

    void close() {
        open = false;
        thread.interrupt();
    }

    /** Waits until no run is left; false when that takes longer. */
    boolean awaitIdle(Duration most) throws InterruptedException {
        if (!room.tryAcquire(capacity, most.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        room.release(capacity);
        return true;
    }
}
