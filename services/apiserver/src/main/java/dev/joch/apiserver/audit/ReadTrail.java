package dev.joch.apiserver.audit;

import dev.joch.service.problem.ProblemException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Records that nobody waits for: of calls that changed nothing.
 *
 * <p>They are kept until they are written, however long the store is away; the queue is bounded,
 * and when it is full the calls themselves wait.
 */
final class ReadTrail implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadTrail.class);

    private static final int MOST_WAITING = 10_000;
    private static final int PER_WRITE = 1_000;
    private static final Duration AFTER_FAILURE = Duration.ofMillis(200);
    private static final int LAST_TRIES = 3;
    private static final Duration LAST_CHANCE = Duration.ofSeconds(10);

    private final BlockingQueue<AuditDraft> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Consumer<List<AuditDraft>> write;
    private final Duration patience;
    private @Nullable Thread writer;

    ReadTrail(Consumer<List<AuditDraft>> write, Duration patience) {
        this.write = write;
        this.patience = patience;
    }

    void start() {
        writer = Thread.ofVirtual().name("audit-reads").start(this::run);
    }

    void add(AuditDraft draft) {
        try {
            if (!waiting.offer(draft)
                    && !waiting.offer(draft, patience.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new ProblemException(new AuditProblem.AuditUnavailable());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(new AuditProblem.AuditUnavailable(), e);
        }
    }

    private void run() {
        List<AuditDraft> batch = new ArrayList<>(PER_WRITE);
        int triesLeft = LAST_TRIES;
        try {
            while (true) {
                if (batch.isEmpty()) {
                    AuditDraft first = waiting.poll(20, TimeUnit.MILLISECONDS);
                    if (first == null) {
                        if (stopping.getCount() == 0) {
                            return;
                        }
                        continue;
                    }
                    batch.add(first);
                    waiting.drainTo(batch, PER_WRITE - 1);
                }
                if (written(batch)) {
                    batch.clear();
                } else if (stopping.await(AFTER_FAILURE.toMillis(), TimeUnit.MILLISECONDS)
                        && triesLeft-- == 0) {
                    LOG.error(
                            "{} records of reads are lost: the audit log cannot be written",
                            batch.size() + waiting.size());
                    return;
                }
            }
        } catch (InterruptedException e) {
            LOG.error(
                    "{} records of reads are lost: the process would not wait",
                    batch.size() + waiting.size());
        }
    }

    private boolean written(List<AuditDraft> batch) {
        try {
            write.accept(List.copyOf(batch));
            return true;
        } catch (ProblemException e) {
            LOG.warn("records of reads wait for the audit log: {}", e.getMessage());
            return false;
        }
    }

    @Override
    public void close() {
        stopping.countDown();
        Thread thread = writer;
        if (thread == null) {
            return;
        }
        try {
            if (!thread.join(LAST_CHANCE)) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
