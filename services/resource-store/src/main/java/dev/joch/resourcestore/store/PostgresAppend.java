package dev.joch.resourcestore.store;

import dev.joch.resourcestore.catalogue.Change;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Version;
import dev.joch.resourcestore.rules.GroupPlan;
import dev.joch.service.failpoint.Failpoint;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Writes a plan: one round trip for what every group has, one more for each rarer thing in it. */
final class PostgresAppend {

    static final String CHANNEL = "joch_resource_store";

    private static final String APPEND =
            """
            insert into log (revision, tenant, kind, namespace, name, type, previous, committed_at, body, refs,
                             traceparent)
            select * from unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[],
                                 ?::smallint[], ?::bigint[], ?::bigint[], ?::bytea[], ?::bytea[],
                                 ?::text[]);
            insert into head (tenant, kind, namespace, name, revision)
            select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[])
            on conflict (tenant, kind, namespace, name) do update set revision = excluded.revision;
            update store_head set revision = ?;
            select pg_notify('joch_resource_store', ?)
            """;

    private final Connection connection;
    private final GroupPlan plan;

    PostgresAppend(Connection connection, GroupPlan plan) {
        this.connection = connection;
        this.plan = plan;
    }

    void run(PostgresCatalogue before) throws SQLException {
        if (!plan.changes().isEmpty()) {
            append(plan.newest().values().stream().filter(version -> !version.gone()).toList());
        }
        new SqlAppend(connection, plan).removalsEdgesAndAnswers(before::head);
    }

    private void append(List<Version> heads) throws SQLException {
        List<Version> versions = plan.changes().stream().map(Change::version).toList();
        List<Key> keys = versions.stream().map(Version::key).toList();
        try (PreparedStatement statement = connection.prepareStatement(APPEND)) {
            setLongs(statement, 1, versions.stream().mapToLong(Version::revision).toArray());
            PostgresRows.setKeys(statement, 2, keys);
            Short[] types =
                    versions.stream().map(v -> (short) v.type().getNumber()).toArray(Short[]::new);
            statement.setArray(6, connection.createArrayOf("int2", types));
            setLongs(
                    statement, 7, versions.stream().mapToLong(Version::previousRevision).toArray());
            setLongs(
                    statement,
                    8,
                    versions.stream()
                            .mapToLong(v -> StoredBytes.micros(v.committedAt()))
                            .toArray());
            setBytes(
                    statement,
                    9,
                    versions.stream().map(v -> v.resource().toByteArray()).toArray(byte[][]::new));
            setBytes(
                    statement,
                    10,
                    versions.stream()
                            .map(v -> StoredBytes.bytes(v.references()))
                            .toArray(byte[][]::new));
            PostgresRows.setTexts(statement, 11, versions, Version::traceparent);
            int next =
                    PostgresRows.setKeys(statement, 12, heads.stream().map(Version::key).toList());
            setLongs(statement, next++, heads.stream().mapToLong(Version::revision).toArray());
            statement.setLong(next++, plan.revision());
            statement.setString(next, Long.toString(plan.revision()));
            // the same statement notifies the other replicas, once the commit lets it
            Failpoint.STORE_NOTIFY_BEFORE.hit();
            statement.execute();
            Failpoint.STORE_NOTIFY_AFTER.hit();
        }
    }

    private void setLongs(PreparedStatement statement, int position, long[] values)
            throws SQLException {
        Long[] boxed = new Long[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        statement.setArray(position, connection.createArrayOf("int8", boxed));
    }

    private void setBytes(PreparedStatement statement, int position, byte[][] values)
            throws SQLException {
        statement.setArray(position, connection.createArrayOf("bytea", values));
    }
}
