package dev.joch.policyengine.record;

import dev.joch.policyengine.store.DecisionStore;
import dev.joch.policyengine.store.DecisionStore.Entry;
import dev.joch.service.batch.GroupCommit;
import dev.joch.service.database.BadRow;
import dev.joch.service.process.ServicePart;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Writes decisions, many in one commit. */
public final class RecordDecisions implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(RecordDecisions.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final long AFTER_FAILURE = Duration.ofMillis(200).toNanos();
    private static final long GATHER = Duration.ofMillis(10).toNanos();

    /** No decision: a writer that has nothing to do sees with it that it may end. */
    private static final Supplier<Entry> WAKE_UP =
            () -> {
                throw new IllegalStateException("nothing was decided");
            };

    private final DecisionStore store;
    private final int group;
    private final BlockingQueue<Supplier<Entry>> later;
    private final Thread writer;
    private @Nullable GroupCommit<Entry, Boolean> now;
    private volatile boolean open = true;
    private volatile boolean failing;

    public RecordDecisions(DecisionStore store, int waiting, int group) {
        this.store = store;
        this.group = group;
        this.later = new ArrayBlockingQueue<>(waiting);
        this.writer = Thread.ofPlatform().name("record-decisions").daemon().unstarted(this::run);
    }

    @Override
    public String name() {
        return "policy-engine decisions";
    }

    @Override
    public int order() {
        return 50;
    }

    @Override
    public void start() {
        now =
                new GroupCommit<>(
                        "decisions",
                        4096,
                        group,
                        entries -> {
                            store.write(entries);
                            return Collections.nCopies(entries.size(), Boolean.TRUE);
                        });
        writer.start();
    }

    /** Durable when this returns. */
    public void write(Entry entry) {
        GroupCommit<Entry, Boolean> commit = now;
        if (commit == null) {
            throw new IllegalStateException("decisions cannot be written before the start");
        }
        commit.submit(entry, PATIENCE);
    }

    /**
     * Durable in a moment; put together by who writes it, not by who answers. Where more is decided
     * than can be written, who answers waits for room: a slow answer is better than one of which
     * nothing is kept. Where nothing can be written at all, nobody waits.
     *
     * @return false when so many wait that no further one may
     */
    public boolean writeLater(Supplier<Entry> entry) {
        if (later.offer(entry)) {
            return true;
        }
        try {
            return open && !failing && later.offer(entry, PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void run() {
        List<Entry> entries = new ArrayList<>();
        while (open || !later.isEmpty() || !entries.isEmpty()) {
            try {
                gather(entries);
                if (!entries.isEmpty()) {
                    write(entries);
                }
                failing = false;
            } catch (InterruptedException e) {
                open = false;
            } catch (RuntimeException e) {
                if (!failing) {
                    LOG.warn("decisions cannot be written; they wait", e);
                }
                if (!open) {
                    LOG.error("{} decisions were not written", entries.size() + left());
                    return;
                }
                failing = true;
                LockSupport.parkNanos(AFTER_FAILURE);
            }
        }
    }

    private long left() {
        return later.stream().filter(one -> one != WAKE_UP).count();
    }

    private void write(List<Entry> entries) {
        try {
            store.write(entries);
            entries.clear();
        } catch (RuntimeException e) {
            if (!BadRow.isBlamedBy(e)) {
                throw e;
            }
            apart(entries);
        }
    }

    /** One of them can never be kept; it must not keep the others. */
    private void apart(List<Entry> entries) {
        while (!entries.isEmpty()) {
            Entry one = entries.getFirst();
            try {
                store.write(List.of(one));
            } catch (RuntimeException e) {
                if (!BadRow.isBlamedBy(e)) {
                    throw e;
                }
                LOG.error("decision {} cannot be kept", one.decision().getDecisionId(), e);
            }
            entries.removeFirst();
        }
    }

    /** A few more may come in the next moment; one commit serves them all. */
    private void gather(List<Entry> entries) throws InterruptedException {
        if (entries.isEmpty()) {
            put(later.take(), entries);
            if (open) {
                LockSupport.parkNanos(GATHER);
            }
        }
        List<Supplier<Entry>> more = new ArrayList<>();
        later.drainTo(more, Math.max(0, group - entries.size()));
        more.forEach(one -> put(one, entries));
    }

    private static void put(Supplier<Entry> one, List<Entry> entries) {
        if (one == WAKE_UP) {
            return;
        }
        try {
            entries.add(one.get());
        } catch (RuntimeException e) {
            LOG.error("a decision cannot be put together, and is not kept", e);
        }
    }

    @Override
    public void close() {
        open = false;
        // one that finds no room has a writer that is awake
        later.offer(WAKE_UP);
        try {
            writer.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        GroupCommit<Entry, Boolean> commit = now;
        if (commit != null) {
            commit.close();
        }
    }
}
