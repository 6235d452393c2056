package dev.joch.events.outbox;

import dev.joch.events.loop.Loop;
import dev.joch.events.store.Hearing;
import dev.joch.events.store.NoticeStore;

import org.jspecify.annotations.Nullable;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Wakes the readers of one log, in this process at once and in others by notice.
 *
 * <p>A process whose own readers are awake sends nothing. Others send one notice at a time, however
 * many commits it stands for. Nobody relies on a notice: readers look by themselves too.
 */
final class News implements AutoCloseable {

    private static final long READ_HERE_NANOS = Duration.ofSeconds(1).toNanos();

    private final NoticeStore notices;
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition told = lock.newCondition();
    private final Condition toSend = lock.newCondition();
    private long newest;
    private long sent;
    private long unsent;
    private long readHereAt = System.nanoTime() - READ_HERE_NANOS;
    private boolean closed;
    private @Nullable Loop listener;
    private @Nullable Loop sender;

    News(NoticeStore notices, String name) {
        this.notices = notices;
        this.name = name;
    }

    /** Something was committed by this process. */
    void tell(long position) {
        lock.lock();
        try {
            hear(position);
            boolean readElsewhere = System.nanoTime() - readHereAt > READ_HERE_NANOS;
            if (readElsewhere && !closed) {
                unsent = Math.max(unsent, position);
                if (sender == null) {
                    sender = Loop.start("events-tell-" + name, new Sending());
                }
                toSend.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private void hear(long position) {
        newest = Math.max(newest, position);
        told.signalAll();
    }

    /** Until something after that position was told. */
    void await(long after, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            readHere();
            while (newest <= after && !closed && left > 0) {
                left = told.awaitNanos(left);
            }
            readHere();
        } finally {
            lock.unlock();
        }
    }

    /** Until anything was told. */
    boolean pause(Duration patience) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            readHere();
            return !closed && told.await(patience.toNanos(), TimeUnit.NANOSECONDS);
        } finally {
            lock.unlock();
        }
    }

    private void readHere() {
        readHereAt = System.nanoTime();
        if (listener == null && !closed) {
            listener = Loop.start("events-hear-" + name, new Hearing(notices, this::hear));
        }
    }

    /** What other processes tell. */
    private void hear(List<String> notices) {
        long position = notices.stream().mapToLong(Long::parseLong).max().orElse(0);
        lock.lock();
        try {
            hear(position);
        } finally {
            lock.unlock();
        }
    }

    /** What other processes should know. */
    private final class Sending implements Loop.Turn {

        @Override
        public boolean turn() throws SQLException {
            long position;
            lock.lock();
            try {
                position = unsent;
            } finally {
                lock.unlock();
            }
            if (position <= sent) {
                return false;
            }
            notices.send(Long.toString(position));
            sent = position;
            return true;
        }

        @Override
        public void rest() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                while (unsent <= sent && !closed) {
                    toSend.await();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            told.signalAll();
            toSend.signalAll();
        } finally {
            lock.unlock();
        }
        if (sender != null) {
            sender.close();
        }
        if (listener != null) {
            listener.close();
        }
    }
}
