package dev.joch.policyengine.record;

import dev.joch.policyengine.copy.Copies;
import dev.joch.policyengine.store.DecisionStore;
import dev.joch.service.process.ServicePart;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.locks.LockSupport;

/** Drops decisions that were kept long enough, in small steps, and sums that nobody reads. */
public final class ForgetDecisions implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(ForgetDecisions.class);
    private static final Duration EVERY = Duration.ofMinutes(10);
    private static final int STEP = 5_000;

    private final DecisionStore store;
    private final Copies copies;
    private final Duration keepFor;
    private final InstantSource clock;
    private final Thread thread;
    private volatile boolean open = true;

    public ForgetDecisions(
            DecisionStore store, Copies copies, Duration keepFor, InstantSource clock) {
        this.store = store;
        this.copies = copies;
        this.keepFor = keepFor;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("forget-decisions").unstarted(this::run);
    }

    @Override
    public String name() {
        return "policy-engine retention";
    }

    @Override
    public int order() {
        return 65;
    }

    @Override
    public void start() {
        thread.start();
    }

    /** One round; gives how many went. */
    public int forget() {
        int gone = 0;
        for (String tenant : copies.tenants()) {
            int step;
            do {
                step = store.forget(tenant, clock.instant().minus(keepFor), STEP);
                gone += step;
            } while (step == STEP && open);
            gone += store.forgetUse(tenant, ReadDecisions.before(clock.instant()));
        }
        return gone;
    }

    private void run() {
        while (open) {
            LockSupport.parkNanos(EVERY.toNanos());
            if (!open) {
                return;
            }
            try {
                forget();
            } catch (RuntimeException e) {
                LOG.warn("old decisions were not dropped; trying again in {}", EVERY, e);
            }
        }
    }

    @Override
    public void close() {
        open = false;
        LockSupport.unpark(thread);
    }
}
