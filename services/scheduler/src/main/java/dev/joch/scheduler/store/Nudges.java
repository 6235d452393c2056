package dev.joch.scheduler.store;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.events.loop.Loop;
import dev.joch.events.store.Hearing;
import dev.joch.events.store.NoticeStore;
import dev.joch.service.database.Database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes those who wait for leases and orders: in this process at once, in others by notice.
 *
 * <p>One notice stands for however many commits. Nobody relies on it: everybody looks by himself
 * too.
 */
public final class Nudges implements AutoCloseable {

    /** Shorter than anybody notices, longer than a commit takes. */
    private static final Duration BETWEEN_NOTICES = Duration.ofMillis(5);

    private static final long LEASES = 1;
    private static final long BOTH = 2;

    private final HikariDataSource pool;
    private final NoticeStore notices;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition toSend = lock.newCondition();
    private final Loop hearing;
    private final Loop sending;
    private long unsent;

    Nudges(Database database) {
        this.pool = database.as("", 2);
        this.notices = new NoticeStore(pool, database.schema() + "_runs");
        this.hearing = Loop.start("scheduler-hear", new Hearing(notices, this::hear));
        this.sending = Loop.start("scheduler-tell", new Sending());
    }

    /** Told what may have changed; returns at once. */
    @FunctionalInterface
    public interface Listener {
        /**
         * @param leases somebody may lease more now
         * @param orders a worker has to stop something
         */
        void changed(boolean leases, boolean orders);
    }

    public void listen(Listener listener) {
        listeners.add(listener);
    }

    /** Something else may let this process lease more. */
    public void wake() {
        listeners.forEach(listener -> listener.changed(true, false));
    }

    /** This process has committed something. */
    public void tell(boolean leases, boolean orders) {
        if (!leases && !orders) {
            return;
        }
        listeners.forEach(listener -> listener.changed(leases, orders));
        lock.lock();
        try {
            unsent = Math.max(unsent, orders ? BOTH : LEASES);
            toSend.signal();
        } finally {
            lock.unlock();
        }
    }

    /** What other processes tell, and this one of itself. */
    private void hear(List<String> notices) {
        boolean orders = notices.contains(Long.toString(BOTH));
        listeners.forEach(listener -> listener.changed(true, orders));
    }

    /** What other processes should know. */
    private final class Sending implements Loop.Turn {

        @Override
        public boolean turn() throws SQLException {
            long what;
            lock.lock();
            try {
                what = unsent;
                unsent = 0;
            } finally {
                lock.unlock();
            }
            if (what == 0) {
                return false;
            }
            notices.send(Long.toString(what));
            LockSupport.parkNanos(BETWEEN_NOTICES.toNanos());
            return true;
        }

        @Override
        public void rest() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (unsent == 0) {
                    toSend.await(1, TimeUnit.SECONDS);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public void close() {
        sending.close();
        hearing.close();
        pool.close();
    }
}
