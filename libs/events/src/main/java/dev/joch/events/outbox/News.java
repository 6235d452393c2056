package dev.joch.events.outbox;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import javax.sql.DataSource;

/** Wakes the readers of one log: at once in this process, by the poll in others. */
final class News implements AutoCloseable {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private long newest;
    private boolean closed;

    News(DataSource pool, String schema) {}

    void tell(long position) {
        lock.lock();
        try {
            newest = Math.max(newest, position);
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Until something after that position was told. */
    void await(long after, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (newest <= after && !closed && left > 0) {
                left = told.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Until anything was told. */
    void pause(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            if (!closed && told.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                return;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            told.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
