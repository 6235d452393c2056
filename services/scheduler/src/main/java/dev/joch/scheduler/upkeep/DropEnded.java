package dev.joch.scheduler.upkeep;

import dev.joch.events.loop.Loop;
import dev.joch.scheduler.store.RunStore;
import dev.joch.service.process.ServicePart;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Drops runs that ended long ago. */
public final class DropEnded implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(DropEnded.class);

    private static final int STEP = 1_000;

    private final RunStore store;
    private final Duration keepFor;
    private final Duration every;
    private final CountDownLatch stop = new CountDownLatch(1);
    private @Nullable Loop loop;

    /**
     * @param keepFor 0 keeps all
     */
    public DropEnded(RunStore store, Duration keepFor, Duration every) {
        this.store = store;
        this.keepFor = keepFor;
        this.every = every;
    }

    /** One step; whether there may be more. */
    public boolean drop() {
        int dropped = store.dropEnded(keepFor, STEP);
        if (dropped > 0) {
            LOG.info("dropped {} runs that ended more than {} ago", dropped, keepFor);
        }
        return dropped == STEP;
    }

    private final class Dropping implements Loop.Turn {

        @Override
        public boolean turn() {
            return drop();
        }

        @Override
        public void rest() throws InterruptedException {
            if (stop.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("retention stops");
            }
        }
    }

    @Override
    public String name() {
        return "scheduler retention";
    }

    @Override
    public int order() {
        return 20;
    }

    @Override
    public void start() {
        if (!keepFor.isZero() && !every.isZero()) {
            loop = Loop.start("scheduler-retention", new Dropping());
        }
    }

    @Override
    public void close() {
        stop.countDown();
        if (loop != null) {
            loop.close();
        }
    }
}
