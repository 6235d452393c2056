package dev.joch.scheduler.store;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.run.Times;
import dev.joch.scheduler.v1.Run;
import dev.joch.service.database.Bundle;
import dev.joch.service.database.Columns;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows of runs. */
final class RunRows {

    /** What a {@link StoredRun} is read from; the lease has the rest. */
    static final String COLUMNS =
            "r.body, r.trigger_type, r.sdk, r.claim, r.due_at, r.place, r.token, r.deadline,"
                    + " r.cancel_reason";

    private static final String LOAD =
            "select "
                    + COLUMNS
                    + """

                     from unnest(?::text[], ?::text[], ?::text[]) as k (tenant, namespace, name)
                    join run r using (tenant, namespace, name)
                    order by r.tenant, r.namespace, r.name
                    for update of r
                    """;

    private static final String INSERT =
            """
            insert into run (tenant, namespace, name, uid, phase, agent, created_at, completed_at,
                version, place, token, claim, due_at, deadline, trigger_type, sdk, cancel_reason,
                body, input)
            select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::int[], ?::text[],
                ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::bytea[], ?::bytea[])
            on conflict do nothing
            returning tenant, namespace, name
            """;

    private static final String UPDATE =
            """
            update run r set uid = k.uid, phase = k.phase, agent = k.agent,
                created_at = k.created_at, completed_at = k.completed_at, version = k.version,
                place = k.place, token = k.token, claim = k.claim, due_at = k.due_at,
                deadline = k.deadline, trigger_type = k.trigger_type, sdk = k.sdk,
                cancel_reason = k.cancel_reason, body = k.body
            from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::int[], ?::text[],
                ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::bytea[], ?::bigint[])
                as k (tenant, namespace, name, uid, phase, agent, created_at, completed_at, version,
                    place, token, claim, due_at, deadline, trigger_type, sdk, cancel_reason, body,
                    known)
            where r.tenant = k.tenant and r.namespace = k.namespace and r.name = k.name
                and r.version = k.known
            """;

    private static final String INPUT =
            """
            update run r set input = k.input
            from unnest(?::text[], ?::text[], ?::text[], ?::bytea[])
                as k (tenant, namespace, name, input)
            where r.tenant = k.tenant and r.namespace = k.namespace and r.name = k.name
            """;

    private static final String DELETE =
            """
            delete from run r using unnest(?::text[], ?::text[], ?::text[])
                as k (tenant, namespace, name)
            where r.tenant = k.tenant and r.namespace = k.namespace and r.name = k.name
            """;

    private static final String INPUTS =
            """
            select r.tenant, r.namespace, r.name, r.input
            from unnest(?::text[], ?::text[], ?::text[]) as k (tenant, namespace, name)
            join run r using (tenant, namespace, name)
            """;

    private RunRows() {}

    /** Locks them, in order; without what their leases say. */
    static Map<RunKey, StoredRun> load(Connection connection, List<RunKey> keys)
            throws SQLException {
        Map<RunKey, StoredRun> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(LOAD)) {
            keys(statement, 1, keys);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    StoredRun run = stored(rows, 0);
                    found.put(run.key(), run);
                }
            }
        }
        return found;
    }

    static int keys(PreparedStatement statement, int first, List<RunKey> keys) throws SQLException {
        return new Columns<>(statement, first, keys)
                .texts(RunKey::tenant)
                .texts(RunKey::namespace)
                .texts(RunKey::name)
                .next();
    }

    /** From {@link #COLUMNS}. */
    static StoredRun stored(ResultSet rows, long leaseUntil) throws SQLException {
        return new StoredRun(
                run(rows.getBytes(1)),
                rows.getString(2),
                rows.getString(3),
                rows.getLong(4),
                rows.getLong(5),
                rows.getLong(6),
                rows.getLong(7),
                leaseUntil,
                rows.getLong(8),
                rows.getString(9));
    }

    static Run run(byte[] body) {
        try {
            return Run.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a stored run cannot be read", e);
        }
    }

    static ExecutionInput input(byte[] body) {
        try {
            return ExecutionInput.parseFrom(body);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the input of a run cannot be read", e);
        }
    }

    /** Adds them; gives those for which somebody else came first. */
    static Set<RunKey> insert(Connection connection, List<RunTables.Row> rows) throws SQLException {
        Set<RunKey> late = new HashSet<>();
        rows.forEach(row -> late.add(row.key()));
        if (rows.isEmpty()) {
            return late;
        }
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            columns(statement, 1, rows).bytes(row -> row.input().toByteArray());
            try (ResultSet added = statement.executeQuery()) {
                while (added.next()) {
                    late.remove(
                            new RunKey(added.getString(1), added.getString(2), added.getString(3)));
                }
            }
        }
        return late;
    }

    /** Replaces versions that were read and locked before. */
    static void update(Bundle bundle, List<RunTables.Row> rows) {
        if (!rows.isEmpty()) {
            bundle.add(
                    UPDATE,
                    (statement, first) ->
                            columns(statement, first, rows).longs(RunTables.Row::known).next(),
                    rows.size(),
                    "a run that was read and locked has the version that was read");
        }
    }

    private static Columns<RunTables.Row> columns(
            PreparedStatement statement, int first, List<RunTables.Row> rows) throws SQLException {
        return new Columns<>(statement, first, rows)
                .texts(row -> row.key().tenant())
                .texts(row -> row.key().namespace())
                .texts(row -> row.key().name())
                .texts(row -> row.run().run().getUid())
                .ints(row -> row.run().run().getPhaseValue())
                .texts(row -> row.run().run().getAgent())
                .longs(row -> Times.micros(row.run().run().getCreatedAt()))
                .longs(row -> Times.micros(row.run().run().getCompletedAt()))
                .longs(row -> row.run().run().getVersion())
                .longs(row -> row.run().place())
                .longs(row -> row.run().token())
                .longs(row -> row.run().claim())
                .longs(row -> row.run().dueAt())
                .longs(row -> row.run().deadline())
                .texts(row -> row.run().trigger())
                .texts(row -> row.run().sdk())
                .texts(row -> row.run().cancelReason())
                .bytes(row -> row.run().run().toByteArray());
    }

    static void inputs(Bundle bundle, Map<RunKey, ExecutionInput> changed) {
        if (!changed.isEmpty()) {
            List<Map.Entry<RunKey, ExecutionInput>> rows = new ArrayList<>(changed.entrySet());
            bundle.add(
                    INPUT,
                    (statement, first) ->
                            new Columns<>(statement, first, rows)
                                    .texts(row -> row.getKey().tenant())
                                    .texts(row -> row.getKey().namespace())
                                    .texts(row -> row.getKey().name())
                                    .bytes(row -> row.getValue().toByteArray())
                                    .next());
        }
    }

    static void delete(Bundle bundle, List<RunKey> keys) {
        delete(bundle, DELETE, keys);
    }

    /** By a statement of any table that has the keys of runs. */
    static void delete(Bundle bundle, String sql, List<RunKey> keys) {
        if (!keys.isEmpty()) {
            bundle.add(sql, (statement, first) -> keys(statement, first, keys));
        }
    }

    static Map<RunKey, ExecutionInput> inputsOf(Connection connection, List<RunKey> keys)
            throws SQLException {
        Map<RunKey, ExecutionInput> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(INPUTS)) {
            keys(statement, 1, keys);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(
                            new RunKey(rows.getString(1), rows.getString(2), rows.getString(3)),
                            input(rows.getBytes(4)));
                }
            }
        }
        return found;
    }
}
