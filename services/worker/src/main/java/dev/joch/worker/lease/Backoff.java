package dev.joch.worker.lease;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;

/** Pauses that double, each shortened by chance so that many do not come back together. */
public final class Backoff {

    private final long first;
    private final long longest;
    private long next;

    public Backoff(Duration first, Duration longest) {
        this.first = first.toNanos();
        this.longest = longest.toNanos();
        this.next = this.first;
    }

    /** It went well: the next pause is the first one again. */
    public void reset() {
        next = first;
    }

    long nextNanos() {
        long pause = next / 2 + ThreadLocalRandom.current().nextLong(next / 2 + 1);
        next = Math.min(longest, next * 2);
        return pause;
    }

    public void await() throws InterruptedException {
        long end = System.nanoTime() + nextNanos();
        long left;
        while ((left = end - System.nanoTime()) > 0) {
            LockSupport.parkNanos(left);
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
        }
    }
}
