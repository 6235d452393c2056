package dev.joch.resourcestore.watch;

import dev.joch.resourcestore.catalogue.Change;
import dev.joch.resourcestore.catalogue.Selection;
import dev.joch.resourcestore.v1.ChangeType;
import dev.joch.service.problem.Problem;
import dev.joch.service.problem.ServiceProblem;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.LockSupport;

/** The buffer between the window and the thread that serves one watch. */
final class Watcher {

    private static final Logger LOG = LoggerFactory.getLogger(Watcher.class);

    private final Selection selection;
    private final int capacity;
    private final Thread server;
    private final Queue<Event> waiting = new ArrayDeque<>();
    private boolean full;
    private volatile @Nullable Problem cut;

    /** A change as this watcher sees it. */
    record Event(ChangeType type, Change change) {}

    /**
     * @param server is woken when something arrives
     */
    Watcher(Selection selection, int capacity, Thread server) {
        this.selection = selection;
        this.capacity = capacity;
        this.server = server;
    }

    Selection selection() {
        return selection;
    }

    /** Called by the window for changes that may concern this watcher, in order. */
    void offer(Change change) {
        Optional<ChangeType> type;
        try {
            type = selection.seenAs(change);
        } catch (RuntimeException e) {
            // this watch fails; the writer and the other watches must not
            LOG.error("a watch cannot judge revision {}", change.revision(), e);
            cut(new ServiceProblem.Internal());
            return;
        }
        if (type.isEmpty()) {
            return;
        }
        synchronized (waiting) {
            if (full || waiting.size() == capacity) {
                full = true;
            } else {
                waiting.add(new Event(type.get(), change));
            }
        }
        wake();
    }

    @Nullable Event poll() {
        synchronized (waiting) {
            return waiting.poll();
        }
    }

    boolean hasEvents() {
        synchronized (waiting) {
            return !waiting.isEmpty();
        }
    }

    /** A change found no room: what is in the buffer is right, what comes after is missing. */
    boolean overflowed() {
        synchronized (waiting) {
            return full;
        }
    }

    /** Ends the watch from outside. */
    void cut(Problem reason) {
        cut = reason;
        wake();
    }

    Optional<Problem> cutBy() {
        return Optional.ofNullable(cut);
    }

    void wake() {
        LockSupport.unpark(server);
    }
}
