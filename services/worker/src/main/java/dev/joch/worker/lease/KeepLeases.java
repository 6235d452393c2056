package dev.joch.worker.lease;

import dev.joch.scheduler.v1.Lease;
import dev.joch.scheduler.v1.RenewLeasesResponse;
import dev.joch.service.problem.FailureLog;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

/**
 * Renews all leases every now and then. Lost ones are told to their runs, and so are cancellations:
 * an order that got lost on the stream arrives here.
 */
final class KeepLeases implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(KeepLeases.class);

    /** After this share of a lease it is time to renew it, whatever the heartbeat is. */
    private static final int SHARE = 3;

    private static final Duration SHORTEST = Duration.ofMillis(50);

    private final Scheduler scheduler;
    private final HeldRuns held;
    private final Duration heartbeat;
    private final Thread thread;
    private volatile boolean open = true;

    KeepLeases(Scheduler scheduler, HeldRuns held, Duration heartbeat) {
        this.scheduler = scheduler;
        this.held = held;
        this.heartbeat = heartbeat;
        this.thread = Thread.ofVirtual().name("keep-leases").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    private void run() {
        while (open) {
            LockSupport.parkNanos(pause());
            try {
                renew(held.all());
            } catch (RuntimeException e) {
                if (open) {
                    FailureLog.warn(LOG, "leases were not renewed", e);
                }
            }
        }
    }

    private long pause() {
        long pause = heartbeat.toNanos();
        for (HeldRun run : held.all()) {
            pause = Math.min(pause, run.leaseNanos() / SHARE);
        }
        return Math.max(pause, SHORTEST.toNanos());
    }

    /** Leases may have been given out long before they arrived: then they are renewed at once. */
    void freshen(List<HeldRun> runs) {
        List<HeldRun> old =
                runs.stream().filter(run -> run.leftNanos() < run.leaseNanos() / 2).toList();
        if (!old.isEmpty()) {
            renew(old);
        }
        // a shorter lease than before is renewed sooner
        LockSupport.unpark(thread);
    }

    void renew(List<HeldRun> runs) {
        if (runs.isEmpty()) {
            return;
        }
        long askedAt = System.nanoTime();
        List<Lease> leases = runs.stream().map(HeldRun::lease).toList();
        RenewLeasesResponse answer = scheduler.renew(leases, Duration.ofNanos(patience(runs)));
        // uid and token name a lease; the rest is for people
        Set<String> lost = new HashSet<>();
        answer.getLostList().forEach(lease -> lost.add(name(lease)));
        for (HeldRun run : runs) {
            if (lost.contains(name(run.lease()))) {
                run.stop(StopCause.LEASE_LOST);
            } else {
                run.renewed(askedAt);
            }
        }
        answer.getCancelledList().forEach(lease -> held.stop(lease, StopCause.CANCELLED));
    }

    private static String name(Lease lease) {
        return lease.getUid() + "#" + lease.getToken();
    }

    /** No longer than until the next try. */
    private long patience(List<HeldRun> runs) {
        long shortest = runs.stream().mapToLong(HeldRun::leaseNanos).min().orElse(0);
        return Math.max(SHORTEST.toNanos(), Math.min(heartbeat.toNanos(), shortest / SHARE));
    }

    @Override
    public void close() {
        open = false;
        LockSupport.unpark(thread);
    }
}
