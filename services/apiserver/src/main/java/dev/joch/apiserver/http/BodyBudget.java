package dev.joch.apiserver.http;

import java.util.concurrent.atomic.AtomicLong;

/** Memory that bodies may take up together. */
final class BodyBudget {

    private final long limit;
    private final AtomicLong taken = new AtomicLong();

    BodyBudget(long limit) {
        this.limit = limit;
    }

    boolean take(int bytes) {
        if (taken.addAndGet(bytes) <= limit) {
            return true;
        }
        taken.addAndGet(-bytes);
        return false;
    }

    void give(int bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
