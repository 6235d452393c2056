package dev.joch.worker;

import dev.joch.service.process.ServicePart;
import dev.joch.worker.run.Artifacts;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/** Removes artifacts that are older than they are kept. */
final class DropArtifacts implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(DropArtifacts.class);

    private static final Duration EVERY = Duration.ofHours(1);

    private final Artifacts artifacts;
    private final Duration keep;
    private final InstantSource clock;
    private final Thread thread;
    private volatile boolean open = true;

    /**
     * @param keep 0 keeps all
     */
    DropArtifacts(Artifacts artifacts, Duration keep, InstantSource clock) {
        this.artifacts = artifacts;
        this.keep = keep;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("drop-artifacts").unstarted(this::run);
    }

    private void run() {
        while (open) {
            try {
                int dropped = artifacts.dropBefore(clock.instant().minus(keep));
                LOG.debug("dropped the artifacts of {} executions", dropped);
            } catch (IOException e) {
                LOG.warn("old artifacts were not dropped: {}", e.getMessage());
            }
            LockSupport.parkNanos(EVERY.toNanos());
        }
    }

    @Override
    public String name() {
        return "worker artifacts";
    }

    @Override
    public int order() {
        return 20;
    }

    @Override
    public void start() {
        if (!keep.isZero()) {
            thread.start();
        }
    }

    @Override
    public void close() {
        open = false;
        LockSupport.unpark(thread);
    }
}
