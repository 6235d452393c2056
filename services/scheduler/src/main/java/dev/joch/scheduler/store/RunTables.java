package dev.joch.scheduler.store;

import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.scheduler.place.Bound;
import dev.joch.scheduler.place.Candidate;
import dev.joch.scheduler.place.Line;
import dev.joch.scheduler.place.Party;
import dev.joch.scheduler.place.Share;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.v1.WorkerDescription;

import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rows that an open transaction reads and writes. What is decided, and what follows from it, is
 * the same for every engine that keeps them.
 */
interface RunTables {

    /** A run as it is to be written, over the version that was read. */
    record Row(StoredRun run, ExecutionInput input, long known) {

        RunKey key() {
            return run.key();
        }
    }

    /** Locks them, in order; without what their leases say. */
    Map<RunKey, StoredRun> runs(List<RunKey> keys) throws SQLException;

    /** Gives those that somebody else has added meanwhile. */
    Set<RunKey> add(List<Row> rows) throws SQLException;

    void replace(List<Row> rows) throws SQLException;

    void replaceInputs(Map<RunKey, ExecutionInput> changed) throws SQLException;

    void remove(List<RunKey> keys) throws SQLException;

    Map<RunKey, ExecutionInput> inputs(List<RunKey> keys) throws SQLException;

    /** Locks leases, after their runs; gives until when they are. */
    Map<RunKey, Long> leases(List<RunKey> keys) throws SQLException;

    void hold(List<StoredRun> runs) throws SQLException;

    void release(List<RunKey> keys) throws SQLException;

    void enqueue(List<StoredRun> runs) throws SQLException;

    void dequeue(List<RunKey> keys) throws SQLException;

    /** Nobody else decides about leases until this transaction has ended. */
    void decideAlone() throws SQLException;

    void heard(List<WorkerDescription> workers, long now) throws SQLException;

    /** How many leases each of these workers has. */
    Map<String, Integer> heldBy(Collection<String> workers) throws SQLException;

    /** How many leases count against each. */
    Map<Bound, Integer> running(Collection<Bound> bounds) throws SQLException;

    /** Every line of the pool with its first run, and nobody knows who stands behind it. */
    List<Line> heads(String pool) throws SQLException;

    /** The first runs of these lines, at most so many of each. */
    List<Line> lines(String pool, List<Long> lines, int depth) throws SQLException;

    Optional<Candidate> waiting(RunKey key) throws SQLException;

    /** Of these tenants, and of all of them together. */
    Map<Party, Share> shares(String pool, List<String> tenants) throws SQLException;

    void move(String pool, Map<Party, Share> moved) throws SQLException;
}
