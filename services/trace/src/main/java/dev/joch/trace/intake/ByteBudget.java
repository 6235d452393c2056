package dev.joch.trace.intake;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes of requests that may be in memory at the same time. */
final class ByteBudget {

    private final long most;
    private final AtomicLong held = new AtomicLong();

    ByteBudget(long most) {
        this.most = most;
    }

    /** False when they do not fit; one request fits always when nothing else is there. */
    boolean take(long bytes) {
        long before = held.getAndAdd(bytes);
        if (before > 0 && before + bytes > most) {
            held.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void giveBack(long bytes) {
        held.addAndGet(-bytes);
    }
}
