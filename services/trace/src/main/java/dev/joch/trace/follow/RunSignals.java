package dev.joch.trace.follow;

import dev.joch.trace.span.RunKey;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes those who follow a run when this process has written something of it. */
public final class RunSignals {

    private final Map<RunKey, Set<Listener>> listeners = new ConcurrentHashMap<>();

    /** One who follows. */
    public final class Listener implements AutoCloseable {
        private final RunKey run;
        private final Semaphore news = new Semaphore(0);

        private Listener(RunKey run) {
            this.run = run;
        }

        /** Waits for news, at most so long. */
        void await(Duration patience) {
            try {
                if (news.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                    news.drainPermits();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void wake() {
            news.release();
        }

        @Override
        public void close() {
            listeners.computeIfPresent(
                    run,
                    (key, all) -> {
                        all.remove(this);
                        return all.isEmpty() ? null : all;
                    });
        }
    }

    Listener listen(RunKey run) {
        Listener listener = new Listener(run);
        listeners.compute(
                run,
                (key, all) -> {
                    Set<Listener> some = all == null ? ConcurrentHashMap.newKeySet() : all;
                    some.add(listener);
                    return some;
                });
        return listener;
    }

    public void told(RunKey run) {
        Set<Listener> all = listeners.get(run);
        if (all != null) {
            all.forEach(Listener::wake);
        }
    }

    /** Wakes all: the process stops. */
    void toldAll() {
        listeners.values().forEach(all -> all.forEach(Listener::wake));
    }
}
