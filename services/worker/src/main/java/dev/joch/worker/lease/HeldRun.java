package dev.joch.worker.lease;

import dev.joch.scheduler.v1.Lease;
import dev.joch.scheduler.v1.LeasedRun;
import dev.joch.scheduler.v1.Run;

import org.jspecify.annotations.Nullable;

import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A run that this worker has a lease of: until when, and what it has been told since. Everybody
 * tells it something; one thread waits for it and acts.
 */
public final class HeldRun {

    private final LeasedRun leased;
    private final long leaseNanos;
    private final long sinceNanos = System.nanoTime();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private long expiresAt;
    private @Nullable StopCause cause;
    private @Nullable Integer exitStatus;

    /**
     * @param askedAt when the lease was asked for, on the monotonic clock: it cannot be older
     */
    public HeldRun(LeasedRun leased, long askedAt) {
        this.leased = leased;
        this.leaseNanos = TimeUnit.MILLISECONDS.toNanos(leased.getLeaseMs());
        this.expiresAt = askedAt + leaseNanos;
    }

    public Lease lease() {
        return leased.getLease();
    }

    /** As it was when it was leased. */
    public Run run() {
        return leased.getRun();
    }

    /** What is left of its time, when it was leased; 0 is no limit. */
    public long remainingMillis() {
        return leased.getRemainingMs();
    }

    /** When it came, on the monotonic clock. */
    public long sinceNanos() {
        return sinceNanos;
    }

    long leaseNanos() {
        return leaseNanos;
    }

    /** The scheduler has renewed the lease after that moment. */
    void renewed(long askedAt) {
        lock.lock();
        try {
            expiresAt = Math.max(expiresAt, askedAt + leaseNanos);
        } finally {
            lock.unlock();
        }
    }

    /** Nanoseconds until the lease lapses by our own clock; 0 or less when it has. */
    public long leftNanos() {
        lock.lock();
        try {
            return expiresAt - System.nanoTime();
        } finally {
            lock.unlock();
        }
    }

    /** The first cause stays, except that a lost lease comes before all others. */
    public void stop(StopCause why) {
        lock.lock();
        try {
            if (cause == null || why == StopCause.LEASE_LOST) {
                cause = why;
                news.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    public @Nullable StopCause cause() {
        lock.lock();
        try {
            return cause;
        } finally {
            lock.unlock();
        }
    }

    public boolean isLost() {
        return cause() == StopCause.LEASE_LOST;
    }

    /** The program has ended. */
    public void exited(int status) {
        lock.lock();
        try {
            exitStatus = status;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public OptionalInt exitStatus() {
        lock.lock();
        try {
            return exitStatus == null ? OptionalInt.empty() : OptionalInt.of(exitStatus);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until the program has ended, a cause is there that was not yet, or the time is over.
     *
     * @param known the cause that the caller knows of
     */
    public void awaitNews(@Nullable StopCause known, long nanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long left = nanos;
            while (exitStatus == null && cause == known && left > 0) {
                left = news.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }
}
