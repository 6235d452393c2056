package dev.joch.resourcestore.watch;

import dev.joch.resourcestore.catalogue.Change;
import dev.joch.resourcestore.write.ApplyResources.CommittedChanges;
import dev.joch.service.problem.Problem;

import java.time.Duration;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The newest changes, in order and without a gap, and who watches them.
 *
 * <p>Whoever adds says after which revision its changes come. What does not continue the window is
 * left out: the follower of the log brings it a moment later, with what lies between.
 */
public final class Window implements CommittedChanges {

    /**
     * A resource on the heap costs about twice its bytes, and the window may be the last to hold
     * what it replaced.
     */
    private static final int HEAP_FACTOR = 4;

    private static final int OVERHEAD = 600;

    private final int maxChanges;
    private final long maxBytes;
    private final Object lock = new Object();
    private final WatcherIndex watchers = new WatcherIndex();
    private final NavigableMap<Long, Change> changes = new TreeMap<>();
    private long bytes;
    private long start;
    private volatile long end;

    public Window(int maxChanges, long maxBytes) {
        this.maxChanges = maxChanges;
        this.maxBytes = maxBytes;
    }

    /**
     * Forgets everything and goes on from a revision. Those who watch have missed something and are
     * told so.
     */
    void restart(long revision, Problem reason) {
        synchronized (lock) {
            // before the end moves: who reads the new end must find itself cut off, or it would
            // send a bookmark of changes that it never saw
            watchers.all().forEach(watcher -> watcher.cut(reason));
            changes.clear();
            bytes = 0;
            start = revision;
            end = revision;
            lock.notifyAll();
        }
    }

    @Override
    public void add(long base, List<Change> added) {
        synchronized (lock) {
            if (base > end) {
                return;
            }
            for (Change change : added) {
                if (change.revision() > end) {
                    keep(change);
                    watchers.forEach(change.version().key(), watcher -> watcher.offer(change));
                }
            }
            // after the watchers have them: who reads this revision and finds its buffer empty has
            // seen all up to it
            if (!added.isEmpty()) {
                end = Math.max(end, added.getLast().revision());
                lock.notifyAll();
            }
        }
    }

    private void keep(Change change) {
        changes.put(change.revision(), change);
        bytes += weight(change);
        while (changes.size() > maxChanges || (bytes > maxBytes && changes.size() > 1)) {
            Change oldest = changes.pollFirstEntry().getValue();
            bytes -= weight(oldest);
            start = oldest.revision();
        }
    }

    private static long weight(Change change) {
        return OVERHEAD + HEAP_FACTOR * change.size();
    }

    /** Newest revision that every watcher has in its buffer or behind it. */
    long end() {
        return end;
    }

    /** Waits until the window ends after that revision, or patience is over. */
    public void awaitEndAfter(long revision, Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        synchronized (lock) {
            for (long left = patience.toNanos(); end <= revision && left > 0; ) {
                TimeUnit.NANOSECONDS.timedWait(lock, left);
                left = deadline - System.nanoTime();
            }
        }
    }

    /** Changes after a revision; empty when they are not all in memory any more. */
    Optional<List<Change>> after(long revision, int limit) {
        synchronized (lock) {
            return revision < start ? Optional.empty() : Optional.of(copy(revision, limit));
        }
    }

    /** The same for readers outside, who know no more than a revision. */
    public Optional<List<Change>> changesAfter(long revision, int limit) {
        return after(revision, limit);
    }

    /**
     * Lets a watcher in when what it still lacks fits half its buffer; then it misses nothing from
     * here on.
     */
    boolean join(Watcher watcher, long revision, int room) {
        synchronized (lock) {
            if (revision < start) {
                return false;
            }
            List<Change> backlog = copy(revision, room + 1);
            if (backlog.size() > room) {
                return false;
            }
            backlog.forEach(watcher::offer);
            watchers.add(watcher);
            return true;
        }
    }

    void leave(Watcher watcher) {
        synchronized (lock) {
            watchers.remove(watcher);
        }
    }

    private List<Change> copy(long revision, int limit) {
        return changes.tailMap(revision, false).values().stream().limit(limit).toList();
    }

    /** Changes that are held, for measuring. */
    public int size() {
        synchronized (lock) {
            return changes.size();
        }
    }
}
