package dev.joch.apiserver.audit;

import dev.joch.apiserver.audit.HeadSignatures.Purpose;
import dev.joch.service.problem.ProblemException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the heads of the chains outside of the database: the newest in memory, a signed one per
 * tenant in a file.
 *
 * <p>A head in the file is replaced only after the chain was seen to still run through it: a chain
 * that was cut or rewritten does not get a fresh signature, and the evidence stays.
 */
final class HeadCheckpoints implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HeadCheckpoints.class);

    private final AuditStore store;
    private final CheckpointFile file;
    private final Duration every;
    private final Map<String, ChainHead> newest = new ConcurrentHashMap<>();
    private final CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable Thread timer;

    HeadCheckpoints(AuditStore store, CheckpointFile file, Duration every) {
        this.store = store;
        this.file = file;
        this.every = every;
    }

    void start() {
        timer = Thread.ofVirtual().name("audit-checkpoints").start(this::run);
    }

    /** A head that this process has just committed. */
    void committed(ChainHead head) {
        newest.merge(head.tenant(), head, (a, b) -> a.sequence() > b.sequence() ? a : b);
    }

    /** The newest head of a tenant that this process has committed. */
    Optional<ChainHead> newest(String tenant) {
        return Optional.ofNullable(newest.get(tenant));
    }

    /** The signed head of a tenant. */
    Optional<CheckpointFile.Signed> signed(String tenant) {
        return file.of(tenant);
    }

    HeadSignatures signatures() {
        return file.signatures();
    }

    private void run() {
        try {
            while (!stopping.await(every.toMillis(), TimeUnit.MILLISECONDS)) {
                write();
            }
        } catch (InterruptedException e) {
            LOG.debug("stopped", e);
        }
    }

    /** Signs and keeps what has moved since the last time. */
    synchronized void write() {
        try {
            boolean moved = false;
            for (ChainHead head : newest.values()) {
                Optional<CheckpointFile.Signed> before = file.of(head.tenant());
                if (before.isPresent()
                        && (before.get().head().sequence() >= head.sequence()
                                || broken(before.get()))) {
                    continue;
                }
                file.put(head);
                moved = true;
            }
            if (moved) {
                file.save();
            }
        } catch (IOException | ProblemException e) {
            LOG.warn("the heads of the audit log cannot be kept: {}", e.toString());
        }
    }

    private boolean broken(CheckpointFile.Signed before) {
        ChainHead head = before.head();
        if (!signatures().verifies(Purpose.CHECKPOINT, head, before.signature())) {
            LOG.error(
                    "the checkpoint of tenant {} is not signed by this server; run `joch audit"
                            + " verify`",
                    head.tenant());
            return true;
        }
        Optional<AuditRow> row = store.get(head.tenant(), head.sequence());
        boolean same = row.isPresent() && Arrays.equals(row.get().hash(), head.hash());
        // retention may have dropped the record; then the chain goes on from a signed anchor
        boolean pruned = row.isEmpty() && anchoredBeyond(head);
        if (!same && !pruned) {
            LOG.error(
                    "the audit log of tenant {} was cut or rewritten before record {}; run `joch"
                            + " audit verify`",
                    head.tenant(),
                    head.sequence());
        }
        return !same && !pruned;
    }

    private boolean anchoredBeyond(ChainHead head) {
        AuditStore.Walk walk = store.walk(head.tenant(), Long.MAX_VALUE, row -> {});
        return walk.anchor()
                .filter(anchor -> anchor.head().sequence() >= head.sequence())
                .filter(anchor ->
                        signatures().verifies(Purpose.ANCHOR, anchor.head(), anchor.signature()))
                .isPresent();
    }

    @Override
    public void close() {
        stopping.countDown();
        Thread thread = timer;
        try {
            if (thread != null && !thread.join(Duration.ofSeconds(5))) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        write();
    }
}
