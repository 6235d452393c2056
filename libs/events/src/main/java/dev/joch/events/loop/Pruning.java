package dev.joch.events.loop;

import dev.joch.events.EventLog;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Drops what every reader of a log has. */
public final class Pruning implements Loop.Turn {

    private static final Duration EVERY = Duration.ofSeconds(10);

    private final EventLog log;

    public Pruning(EventLog log) {
        this.log = log;
    }

    @Override
    public boolean turn() {
        return log.prune() > 0;
    }

    @Override
    public void rest() throws InterruptedException {
        LockSupport.parkNanos(EVERY.toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
