package dev.joch.compiler.upkeep;

import dev.joch.compiler.store.ManifestStore;
import dev.joch.service.process.ServicePart;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/** Drops manifests that were superseded long ago. The newest of each generation stays. */
public final class DropSuperseded implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(DropSuperseded.class);

    private static final int STEP = 1_000;

    private final ManifestStore store;
    private final Duration keepFor;
    private final Duration every;
    private final InstantSource clock;
    private final Thread thread;
    private volatile boolean open = true;

    /**
     * @param keepFor 0 keeps all
     */
    public DropSuperseded(
            ManifestStore store, Duration keepFor, Duration every, InstantSource clock) {
        this.store = store;
        this.keepFor = keepFor;
        this.every = every;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("drop-superseded").unstarted(this::run);
    }

    /** One round of work; gives how many were dropped. */
    public int drop() {
        if (keepFor.isZero()) {
            return 0;
        }
        int dropped = 0;
        int step;
        do {
            step = store.dropSuperseded(clock.instant().minus(keepFor), STEP);
            dropped += step;
        } while (step == STEP && open);
        return dropped;
    }

    private void run() {
        while (open) {
            LockSupport.parkNanos(every.toNanos());
            if (!open) {
                return;
            }
            try {
                int dropped = drop();
                if (dropped > 0) {
                    LOG.info("dropped {} superseded manifests", dropped);
                }
            } catch (RuntimeException e) {
                LOG.warn("superseded manifests were not dropped; trying again in {}", every, e);
            }
        }
    }

    @Override
    public String name() {
        return "compiler retention";
    }

    @Override
    public int order() {
        return 20;
    }

    @Override
    public void start() {
        if (!every.isZero() && !keepFor.isZero()) {
            thread.start();
        }
    }

    @Override
    public void close() {
        open = false;
        LockSupport.unpark(thread);
    }
}
