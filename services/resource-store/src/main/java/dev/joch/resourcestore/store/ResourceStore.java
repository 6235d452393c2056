package dev.joch.resourcestore.store;

import dev.joch.resourcestore.catalogue.Bounds;
import dev.joch.resourcestore.catalogue.Change;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Version;
import dev.joch.resourcestore.rules.GroupPlan;
import dev.joch.resourcestore.rules.WriteCommand;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a backend does: keeps versions in one order, and shows any retained state of the catalogue.
 *
 * <p><b>Order.</b> Every change has a revision. Revisions grow in commit order; whoever has seen
 * revision r and looks again never finds a change at or below r that was not there before. Readers
 * may not count on consecutive numbers: a backend that shares its counter with others (Kubernetes)
 * skips some.
 *
 * <p><b>Failure.</b> A method that returns has done all it says; what it acknowledged survives the
 * death of this process and of the backend's. A method that throws has changed nothing, with one
 * exception: {@code CommitUnknown} from {@link #write}. Refusals are {@code ProblemException}s with
 * a {@code ResourceStoreProblem}; a backend that is away answers {@code ServiceProblem.Unavailable}
 * within seconds, and again works by itself when it is back. Everything may be called by many
 * threads at once; several processes may share one backend unless it says otherwise.
 *
 * <p><b>Tenants.</b> A call sees rows of the tenants it names and of no other, by the backend's own
 * means where it has any.
 */
public interface ResourceStore extends AutoCloseable {

    /**
     * Decides a group of independent commands by the {@code rules} on the newest state and commits
     * what they ask for together. A refused command leaves no trace and disturbs no other; an
     * accepted one is there as a whole or not at all, after any crash. Nobody else commits between
     * decision and commit.
     *
     * <p>Throws for the whole group when the commit fails; {@code StoreFull} when the disk is;
     * {@code CommitUnknown} when the connection broke so late that the group may or may not be
     * there.
     *
     * <p>On CRDs: a lease is the lock; changes are applied in dependency order under an apply-set
     * record that a successor finishes or undoes; a group is as large as one command.
     */
    GroupPlan write(List<WriteCommand> group);

    /**
     * Newest committed revision, of any process, and the oldest state that is kept. On CRDs: a list
     * of limit 1, and the window.
     */
    Bounds bounds();

    /**
     * The resource as it was at a revision; 0 is now and sees every commit acknowledged before the
     * call. Empty when it did not exist then. Refuses by {@code RevisionExpired} below the
     * compacted revision, {@code RevisionUnknown} above the newest.
     *
     * <p>On CRDs: a quorum read for now; the past is what the process has retained since it
     * started.
     */
    Optional<Version> get(Key key, long revision);

    /**
     * Those of the resources that exist, in the order asked, all at one revision. On CRDs: reads
     * until none has moved.
     */
    Batch getAll(List<Key> keys);

    /**
     * One page at one revision; refuses as {@link #get}. On CRDs: {@code limit} and {@code
     * continue} of the API server.
     */
    ListPage list(ListQuery query);

    /**
     * Retained versions with a revision below the given one, newest first, deletions and earlier
     * lives included.
     *
     * @param below 0 for all
     */
    List<Version> history(Key key, long below, int limit);

    /**
     * Those whose last put named the key as a reference, after a key, in order. On CRDs: an index
     * fed by an informer.
     */
    List<Key> referrers(Key key, Optional<Key> after, int limit);

    /**
     * Changes of all tenants after a revision, in order, without a gap: the feed of the window and
     * of watches that begin before it. May be fewer than the limit; none means that this is the end
     * for now. Refuses by {@code RevisionExpired}.
     *
     * <p>On CRDs: a watch of the API server, buffered.
     */
    List<Change> changesAfter(long revision, int limit);

    /**
     * Waits until something may have been committed after the revision, by any process, or patience
     * is over. For one thread: others wait for the window.
     *
     * @return newest revision it was told of; 0 when it was told nothing and the caller should look
     */
    long awaitChange(long revision, Duration patience) throws InterruptedException;

    /**
     * Drops versions that were replaced at or before the revision, and deletions up to it; states
     * from that revision on stay readable. Several processes may ask at once; one of them does the
     * work. Never goes back: a lower revision changes nothing.
     *
     * <p>On CRDs: the API server compacts by itself; the retained window is cut.
     */
    Compaction compact(long revision);

    /**
     * The newest revision committed before the given time, by the clock of those who committed; 0
     * when there is none. What compaction by age asks.
     */
    long revisionAt(Instant time);

    /** Forgets answers to request ids that were given before. */
    int forgetAnswers(Instant before);

    @Override
    void close();

    /** Several resources at one revision. */
    record Batch(List<Version> versions, long revision) {
        public Batch {
            versions = List.copyOf(versions);
        }
    }

    /**
     * What a compaction did.
     *
     * @param compacted oldest state that is readable now
     * @param dropped versions that went
     */
    record Compaction(long compacted, long dropped) {}

    /** Tenants of keys, for a backend that must name them. */
    static Set<String> tenants(Collection<Key> keys) {
        return keys.stream().map(Key::tenant).collect(Collectors.toSet());
    }
}
