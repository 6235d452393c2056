package dev.joch.scheduler.store;

import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.scheduler.place.Bound;
import dev.joch.scheduler.place.Limits;
import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunDecision;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.scheduler.v1.WorkerState;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps runs.
 *
 * <p>Every decision is durable when a method returns, with its events. Unchecked failures mean that
 * nothing is known: every command may be handed in again. Time is the store's own.
 */
public interface RunStore extends AutoCloseable {

    /** Decides the commands in order, in one transaction; one decision each. */
    List<RunDecision> commit(List<RunCommand> commands);

    /** Gives runs to those who ask, as a plan says. One decision at a time, over all replicas. */
    Round lease(List<Ask> asks, Limits limits);

    /** Prolongs the leases that are still held by these tokens. */
    Renewed renew(WorkerDescription worker, List<LeaseRef> leases);

    /** Leases of these workers whose run is to end. */
    List<Order> orders(Set<String> workers);

    Optional<StoredRun> find(RunKey key);

    /** Without their input; those that are not there are left out. */
    List<Run> find(Collection<RunKey> keys);

    /** What the run is given. */
    Optional<ExecutionInput> input(RunKey key, String uid);

    /** In the order in which they were created. */
    List<Run> list(Selection selection, Optional<Position> after, int limit);

    /** How many runs are before it in its namespace and pool. */
    long ahead(StoredRun run);

    /** How many runs are leased of each. */
    Map<Bound, Integer> running(String tenant, Collection<Bound> bounds);

    /** Those heard of within that time, with the leases that they hold. */
    List<WorkerState> workers(Duration within);

    /** What has to be looked at by now, at most so much of each sort. */
    Due due(int limit);

    /** Runs that wait, settled or not. */
    long waiting();

    /** Drops runs that ended longer ago; gives how many, in small steps. */
    int dropEnded(Duration ago, int limit);

    @Override
    void close();

    /**
     * A worker asks for runs.
     *
     * @param only that one and no other
     */
    record Ask(WorkerDescription worker, int most, Optional<RunKey> only) {}

    /**
     * A run with its lease.
     *
     * @param run with its input
     * @param remainingMs of the time that it may take; 0 is no limit
     */
    record Leased(LeaseRef lease, Run run, long remainingMs) {}

    /**
     * What came of one decision.
     *
     * @param given to each who asked, in order
     * @param again another decision may give more
     */
    record Round(List<List<Leased>> given, boolean again) {
        public Round {
            given = List.copyOf(given);
        }
    }

    /**
     * @param lost no longer held
     * @param cancelled held, and their end is asked for
     */
    record Renewed(List<LeaseRef> lost, List<LeaseRef> cancelled) {
        public Renewed {
            lost = List.copyOf(lost);
            cancelled = List.copyOf(cancelled);
        }
    }

    /** Whom to tell to cancel what. */
    record Order(String worker, LeaseRef lease) {}

    /** Which runs a list is about. Empty fields do not restrict. */
    record Selection(String tenant, String namespace, String agent, Set<RunPhase> phases) {
        public Selection {
            phases = Set.copyOf(phases);
        }
    }

    /** The last one of a page. */
    record Position(long createdAt, String namespace, String name) {}

    /**
     * @param unsettled runs that nobody settles
     * @param over leases that are over
     * @param late leases whose run has taken as long as it may
     */
    record Due(List<StoredRun> unsettled, List<Over> over, List<LeaseRef> late) {
        public Due {
            unsettled = List.copyOf(unsettled);
            over = List.copyOf(over);
            late = List.copyOf(late);
        }
    }

    /**
     * A lease that is over.
     *
     * @param started its worker had begun
     */
    record Over(LeaseRef lease, String worker, boolean started) {}
}
