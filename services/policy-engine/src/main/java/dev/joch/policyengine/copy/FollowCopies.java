package dev.joch.policyengine.copy;

import dev.joch.policyengine.store.CopyStore;
import dev.joch.service.process.ServicePart;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Reads what was handed to any replica into this one's memory. */
public final class FollowCopies implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(FollowCopies.class);
    private static final int STEP = 2_000;

    private final CopyStore store;
    private final Copies copies;
    private final Duration poll;
    private final Thread thread;
    private long change;
    private volatile boolean open = true;

    public FollowCopies(CopyStore store, Copies copies, Duration poll) {
        this.store = store;
        this.copies = copies;
        this.poll = poll;
        this.thread = Thread.ofPlatform().name("follow-copies").daemon().unstarted(this::run);
    }

    @Override
    public String name() {
        return "policy-engine copies";
    }

    @Override
    public int order() {
        return 60;
    }

    @Override
    public void start() {
        catchUp();
        copies.ready();
        thread.start();
    }

    /** Reads what is new. What is answered afterwards has seen it. */
    public synchronized void catchUp() {
        CopyStore.Page page;
        do {
            page = store.after(change, STEP);
            for (CopyStore.Copy copy : page.copies()) {
                if (copy.removed()) {
                    copies.remove(copy.key());
                } else {
                    copies.take(copy.resource());
                }
            }
            change = page.change();
        } while (page.copies().size() == STEP);
    }

    private void run() {
        boolean failing = false;
        while (open) {
            try {
                catchUp();
                failing = false;
            } catch (RuntimeException e) {
                if (!failing) {
                    LOG.warn("the copies cannot be read; the last ones hold until they can", e);
                }
                failing = true;
            }
            LockSupport.parkNanos(poll.toNanos());
        }
    }

    @Override
    public void close() {
        open = false;
        LockSupport.unpark(thread);
    }
}
