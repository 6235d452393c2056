package dev.joch.scheduler.submit;

import dev.joch.scheduler.store.RunStore;

import java.util.concurrent.atomic.AtomicLong;

/**
 * About how many runs wait. Counted by the sweep, and counted on in between by what this process
 * takes in: a bound that is met to the last run would cost every submission a count.
 */
public final class QueueGauge {

    private final RunStore store;
    private final long most;
    private final AtomicLong waiting = new AtomicLong();

    /**
     * @param most runs that may wait
     */
    public QueueGauge(RunStore store, long most) {
        this.store = store;
        this.most = most;
    }

    public void count() {
        waiting.set(store.waiting());
    }

    void one() {
        waiting.incrementAndGet();
    }

    boolean full() {
        return waiting.get() >= most;
    }

    public long most() {
        return most;
    }

    public long waiting() {
        return waiting.get();
    }
}
