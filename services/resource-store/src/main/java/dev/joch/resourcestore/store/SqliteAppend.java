package dev.joch.resourcestore.store;

import dev.joch.resourcestore.catalogue.Change;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Version;
import dev.joch.resourcestore.rules.GroupPlan;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Writes a plan into the file, row by row: here a statement is a function call. */
final class SqliteAppend {

    private final Connection connection;
    private final GroupPlan plan;

    SqliteAppend(Connection connection, GroupPlan plan) {
        this.connection = connection;
        this.plan = plan;
    }

    void run(SqliteCatalogue before) throws SQLException {
        if (!plan.changes().isEmpty()) {
            log();
            heads();
            revision();
        }
        new SqlAppend(connection, plan).removalsEdgesAndAnswers(before::head);
    }

    private void log() throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        insert into log
                            (tenant, kind, namespace, name, revision, type, previous, committed_at, body, refs,
                             traceparent)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        """)) {
            for (Change change : plan.changes()) {
                Version version = change.version();
                setKey(statement, version.key());
                statement.setLong(5, version.revision());
                statement.setInt(6, version.type().getNumber());
                statement.setLong(7, version.previousRevision());
                statement.setLong(8, StoredBytes.micros(version.committedAt()));
                statement.setBytes(9, version.resource().toByteArray());
                statement.setBytes(10, StoredBytes.bytes(version.references()));
                statement.setString(11, version.traceparent());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void heads() throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        insert or replace into head (tenant, kind, namespace, name, revision)
                        values (?, ?, ?, ?, ?)
                        """)) {
            for (Version version : plan.newest().values()) {
                if (!version.gone()) {
                    setKey(statement, version.key());
                    statement.setLong(5, version.revision());
                    statement.addBatch();
                }
            }
            statement.executeBatch();
        }
    }

    private void revision() throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("update store_head set revision = ?")) {
            statement.setLong(1, plan.revision());
            statement.executeUpdate();
        }
    }

    private static void setKey(PreparedStatement statement, Key key) throws SQLException {
        statement.setString(1, key.tenant());
        statement.setString(2, key.kind());
        statement.setString(3, key.namespace());
        statement.setString(4, key.name());
    }
}
