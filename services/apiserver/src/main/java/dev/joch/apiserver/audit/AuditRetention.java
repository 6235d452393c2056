package dev.joch.apiserver.audit;

import dev.joch.apiserver.audit.HeadSignatures.Purpose;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.process.ServicePart;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets go of records that are older than the log has to keep them. Before a part of a chain goes,
 * its last record is signed: the rest goes on from there and verifies as before.
 */
final class AuditRetention implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(AuditRetention.class);

    private static final Duration EVERY = Duration.ofHours(1);
    private static final int AT_ONCE = 20_000;

    private final AuditStore store;
    private final HeadSignatures signatures;
    private final Duration keep;
    private final InstantSource clock;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable Thread timer;

    /**
     * @param keep zero keeps everything
     */
    AuditRetention(
            AuditStore store, HeadSignatures signatures, Duration keep, InstantSource clock) {
        this.store = store;
        this.signatures = signatures;
        this.keep = keep;
        this.clock = clock;
    }

    @Override
    public String name() {
        return "audit-retention";
    }

    @Override
    public int order() {
        return 60;
    }

    @Override
    public void start() {
        if (!keep.isZero()) {
            timer = Thread.ofVirtual().name("audit-retention").start(this::run);
        }
    }

    private void run() {
        try {
            do {
                try {
                    long dropped = prune();
                    LOG.debug("{} audit records were older than {}", dropped, keep);
                } catch (ProblemException e) {
                    LOG.warn("old audit records stay for now: {}", e.getMessage());
                }
            } while (!stopping.await(EVERY.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            LOG.debug("stopped", e);
        }
    }

    /** Drops what is too old and says how many records that were. */
    long prune() {
        Instant before = clock.instant().minus(keep);
        long beforeMicros = before.getEpochSecond() * 1_000_000 + before.getNano() / 1_000;
        long dropped = 0;
        for (String tenant : store.tenants()) {
            int some;
            do {
                some =
                        store.prune(
                                tenant,
                                beforeMicros,
                                AT_ONCE,
                                head -> signatures.sign(Purpose.ANCHOR, head));
                dropped += some;
            } while (some == AT_ONCE && stopping.getCount() > 0);
        }
        return dropped;
    }

    @Override
    public void close() {
        stopping.countDown();
        Thread thread = timer;
        if (thread == null) {
            return;
        }
        try {
            if (!thread.join(Duration.ofSeconds(5))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
