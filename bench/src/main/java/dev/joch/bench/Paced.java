package dev.joch.bench;

import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Calls that are under way, and how long those took that came back. */
final class Paced {

    /** Further ones wait for an answer; their time runs all the same. */
    private static final int MOST_UNDER_WAY = 1_000;

    private static final long LONGEST = TimeUnit.SECONDS.toNanos(60);

    private final Semaphore free = new Semaphore(MOST_UNDER_WAY);
    private final Histogram histogram = new ConcurrentHistogram(LONGEST, 3);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Load.Answered begun(long due) {
        free.acquireUninterruptibly();
        return new Load.Answered() {
            @Override
            public void answered() {
                histogram.recordValue(Math.min(LONGEST, System.nanoTime() - due));
                free.release();
            }

            @Override
            public void failed(Throwable cause) {
                failure.compareAndSet(null, cause);
                free.release();
            }
        };
    }

    boolean hasFailed() {
        return failure.get() != null;
    }

    Histogram awaitAll() {
        free.acquireUninterruptibly(MOST_UNDER_WAY);
        Throwable cause = failure.get();
        if (cause != null) {
            throw new IllegalStateException("the load failed", cause);
        }
        return histogram;
    }
}
