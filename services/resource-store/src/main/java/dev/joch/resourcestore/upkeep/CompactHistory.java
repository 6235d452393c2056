package dev.joch.resourcestore.upkeep;

import dev.joch.resourcestore.catalogue.Bounds;
import dev.joch.resourcestore.rules.DecideGroup;
import dev.joch.resourcestore.store.ResourceStore;
import dev.joch.resourcestore.tell.ReaderPlaces;
import dev.joch.service.process.ServicePart;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/**
 * Drops history beyond its retention, on a timer. Replicas may all do so: the store lets one at a
 * time do the work.
 */
public final class CompactHistory implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(CompactHistory.class);

    /** A reader that was silent for so long is not waited for. */
    private static final Duration LONGEST_ABSENCE = Duration.ofDays(7);

    private final ResourceStore store;
    private final ReaderPlaces places;
    private final Retention retention;
    private final Duration every;
    private final InstantSource clock;
    private final Thread thread;
    private volatile boolean open = true;

    public CompactHistory(
            ResourceStore store,
            ReaderPlaces places,
            Retention retention,
            Duration every,
            InstantSource clock) {
        this.store = store;
        this.places = places;
        this.retention = retention;
        this.every = every;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("compact-history").unstarted(this::run);
    }

    /** One round of work. */
    public ResourceStore.Compaction compact() {
        Instant now = clock.instant();
        store.forgetAnswers(now.minus(DecideGroup.REMEMBERED));
        Bounds bounds = store.bounds();
        long aged = retention.age().isZero() ? 0 : store.revisionAt(now.minus(retention.age()));
        // who listens to the log must hear of a change before it may go
        long horizon =
                Math.min(
                        retention.horizon(bounds.revision(), aged),
                        places.reachedByAll(LONGEST_ABSENCE));
        return horizon > bounds.compacted()
                ? store.compact(horizon)
                : new ResourceStore.Compaction(bounds.compacted(), 0);
    }

    private void run() {
        while (open) {
            LockSupport.parkNanos(every.toNanos());
            if (!open) {
                return;
            }
            try {
                ResourceStore.Compaction done = compact();
                if (done.dropped() > 0) {
                    LOG.info(
                            "dropped {} versions up to revision {}",
                            done.dropped(),
                            done.compacted());
                }
            } catch (RuntimeException e) {
                LOG.warn("history was not compacted; trying again in {}", every, e);
            }
        }
    }

    @Override
    public String name() {
        return "resource-store compaction";
    }

    @Override
    public int order() {
        return 20;
    }

    @Override
    public void start() {
        if (!every.isZero()) {
            thread.start();
        }
    }

    @Override
    public void close() {
        open = false;
        LockSupport.unpark(thread);
    }
}
