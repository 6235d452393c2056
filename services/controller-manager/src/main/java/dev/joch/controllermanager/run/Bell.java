package dev.joch.controllermanager.run;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the dispatcher. Rings that nobody has heard yet are one ring. */
final class Bell {

    private final Semaphore rings = new Semaphore(0);

    void ring() {
        if (rings.availablePermits() == 0) {
            rings.release();
        }
    }

    void await(Duration most) throws InterruptedException {
        if (rings.tryAcquire(Math.max(1, most.toMillis()), TimeUnit.MILLISECONDS)) {
            rings.drainPermits();
        }
    }
}
