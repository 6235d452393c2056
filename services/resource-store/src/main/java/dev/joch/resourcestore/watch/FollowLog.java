package dev.joch.resourcestore.watch;

import dev.joch.resourcestore.ResourceStoreProblem;
import dev.joch.resourcestore.catalogue.Bounds;
import dev.joch.resourcestore.catalogue.Change;
import dev.joch.resourcestore.store.ResourceStore;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.process.ServicePart;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;

/**
 * Brings what other processes commit into the window, and our own when it could not enter at once.
 */
public final class FollowLog implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(FollowLog.class);
    private static final int STEP = 500;
    private static final Duration AFTER_FAILURE = Duration.ofMillis(200);

    private final ResourceStore store;
    private final Window window;
    private final Duration poll;
    private final Thread thread;
    private volatile boolean open = true;

    /**
     * @param poll how often to look without having been told
     */
    public FollowLog(ResourceStore store, Window window, Duration poll) {
        this.store = store;
        this.window = window;
        this.poll = poll;
        this.thread = Thread.ofPlatform().name("follow-log").daemon().unstarted(this::run);
    }

    @Override
    public String name() {
        return "resource-store feed";
    }

    @Override
    public int order() {
        return 10;
    }

    @Override
    public void start() {
        Bounds bounds = store.bounds();
        window.restart(
                bounds.revision(), new ResourceStoreProblem.RevisionExpired(0, bounds.compacted()));
        thread.start();
    }

    private void run() {
        boolean failing = false;
        while (open) {
            try {
                follow();
                failing = false;
            } catch (InterruptedException e) {
                open = false;
            } catch (ProblemException e) {
                if (e.problem() instanceof ResourceStoreProblem.RevisionExpired expired) {
                    beginAgain(expired);
                } else if (open && !failing) {
                    LOG.warn("the log cannot be read; trying again until it can", e);
                }
                failing = true;
                LockSupport.parkNanos(AFTER_FAILURE.toNanos());
            } catch (RuntimeException | Error e) {
                // nobody else would tell the watches what other replicas commit
                LOG.error("following the log failed; trying again", e);
                LockSupport.parkNanos(AFTER_FAILURE.toNanos());
            }
        }
    }

    private void follow() throws InterruptedException {
        long end = window.end();
        long told = store.awaitChange(end, poll);
        if (told > 0 && told <= window.end()) {
            return;
        }
        List<Change> changes;
        do {
            end = window.end();
            changes = store.changesAfter(end, STEP);
            window.add(end, changes);
        } while (open && !changes.isEmpty());
    }

    /** We slept through a compaction: what lies between is nowhere any more. */
    private void beginAgain(ResourceStoreProblem.RevisionExpired expired) {
        LOG.warn(
                "the window ends before the compacted revision {}; watches have to list again",
                expired.oldest());
        try {
            window.restart(store.bounds().revision(), expired);
        } catch (ProblemException e) {
            LOG.debug("the store went away again", e);
        }
    }

    @Override
    public void close() {
        open = false;
        thread.interrupt();
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
