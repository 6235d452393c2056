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
import dev.joch.service.database.Bundle;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The rows behind a connection with an open transaction. What is written is kept back until
 * something is read, or {@link #send} is called.
 */
final class PostgresTables implements RunTables {

    /**
     * With the lock, the plans: a queue that was empty when a statement was planned may hold a
     * hundred thousand runs before statistics are taken again, and until then a plan that reads all
     * of them stays. Here few rows are wanted, whatever there is: the indexes find them.
     */
    private static final String ALONE =
            """
            select pg_advisory_xact_lock(hashtext(current_schema() || '/leases')),
                   set_config('enable_seqscan', 'off', true),
                   set_config('enable_bitmapscan', 'off', true),
                   set_config('enable_hashjoin', 'off', true),
                   set_config('enable_mergejoin', 'off', true)
            """;

    private final Bundle bundle;

    PostgresTables(Connection connection) {
        bundle = new Bundle(connection);
    }

    /** What was written is with the database afterwards. */
    void send() throws SQLException {
        bundle.send();
    }

    /** For reading what was written before. */
    private Connection connection() throws SQLException {
        bundle.send();
        return bundle.connection();
    }

    @Override
    public Map<RunKey, StoredRun> runs(List<RunKey> keys) throws SQLException {
        return RunRows.load(connection(), keys);
    }

    @Override
    public Set<RunKey> add(List<Row> rows) throws SQLException {
        return RunRows.insert(connection(), rows);
    }

    @Override
    public void replace(List<Row> rows) {
        RunRows.update(bundle, rows);
    }

    @Override
    public void replaceInputs(Map<RunKey, ExecutionInput> changed) {
        RunRows.inputs(bundle, changed);
    }

    @Override
    public void remove(List<RunKey> keys) {
        RunRows.delete(bundle, keys);
    }

    @Override
    public Map<RunKey, ExecutionInput> inputs(List<RunKey> keys) throws SQLException {
        return RunRows.inputsOf(connection(), keys);
    }

    @Override
    public Map<RunKey, Long> leases(List<RunKey> keys) throws SQLException {
        return LeaseRows.load(connection(), keys);
    }

    @Override
    public void hold(List<StoredRun> runs) {
        LeaseRows.put(bundle, runs);
    }

    @Override
    public void release(List<RunKey> keys) {
        LeaseRows.delete(bundle, keys);
    }

    @Override
    public void enqueue(List<StoredRun> runs) {
        QueueRows.insert(bundle, runs);
    }

    @Override
    public void dequeue(List<RunKey> keys) {
        QueueRows.delete(bundle, keys);
    }

    @Override
    public void decideAlone() {
        bundle.add(ALONE, (statement, first) -> first);
    }

    @Override
    public void heard(List<WorkerDescription> workers, long now) {
        WorkerRows.heard(bundle, workers, now);
    }

    @Override
    public Map<String, Integer> heldBy(Collection<String> workers) throws SQLException {
        return LeaseRows.ofWorkers(connection(), workers);
    }

    @Override
    public Map<Bound, Integer> running(Collection<Bound> bounds) throws SQLException {
        return LeaseRows.running(connection(), bounds);
    }

    @Override
    public List<Line> heads(String pool) throws SQLException {
        return QueueRows.heads(connection(), pool);
    }

    @Override
    public List<Line> lines(String pool, List<Long> lines, int depth) throws SQLException {
        return QueueRows.lines(connection(), pool, lines, depth);
    }

    @Override
    public Optional<Candidate> waiting(RunKey key) throws SQLException {
        return QueueRows.find(connection(), key);
    }

    @Override
    public Map<Party, Share> shares(String pool, List<String> tenants) throws SQLException {
        return ShareRows.load(connection(), pool, tenants);
    }

    @Override
    public void move(String pool, Map<Party, Share> moved) {
        ShareRows.put(bundle, pool, moved);
    }
}
