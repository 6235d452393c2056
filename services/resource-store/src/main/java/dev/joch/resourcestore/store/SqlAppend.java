package dev.joch.resourcestore.store;

import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.RememberedAnswer;
import dev.joch.resourcestore.catalogue.Version;
import dev.joch.resourcestore.rules.GroupPlan;
import dev.joch.resourcestore.store.Edges.Edge;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The rarer parts of a plan, in words that every SQL backend knows: heads that go, edges between
 * resources, answers to keep.
 */
final class SqlAppend {

    private final Connection connection;
    private final GroupPlan plan;

    SqlAppend(Connection connection, GroupPlan plan) {
        this.connection = connection;
        this.plan = plan;
    }

    /**
     * @param before what was there when the group began
     */
    void removalsEdgesAndAnswers(Function<Key, Optional<Version>> before) throws SQLException {
        heads(plan.newest().values().stream().filter(Version::gone).map(Version::key).toList());
        references(Edges.references(plan, before));
        owners(Edges.owners(plan, before));
        remember(plan.remembered());
    }

    private void heads(List<Key> gone) throws SQLException {
        if (gone.isEmpty()) {
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "delete from head where tenant = ? and kind = ? and namespace = ? and name = ?")) {
            for (Key key : gone) {
                setSource(statement, key);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void references(Edges<Key> edges) throws SQLException {
        reference(
                """
                delete from reference where tenant = ? and kind = ? and namespace = ? and name = ?
                and target_kind = ? and target_namespace = ? and target_name = ?
                """,
                edges.removed());
        reference(
                """
                insert into reference
                    (tenant, kind, namespace, name, target_kind, target_namespace, target_name)
                values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing
                """,
                edges.added());
    }

    private void reference(String sql, List<Edge<Key>> edges) throws SQLException {
        if (edges.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Edge<Key> edge : edges) {
                setSource(statement, edge.source());
                statement.setString(5, edge.target().kind());
                statement.setString(6, edge.target().namespace());
                statement.setString(7, edge.target().name());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void owners(Edges<String> edges) throws SQLException {
        owner(
                """
                delete from ownership
                where tenant = ? and kind = ? and namespace = ? and name = ? and owner = ?
                """,
                edges.removed());
        owner(
                """
                insert into ownership (tenant, kind, namespace, name, owner)
                values (?, ?, ?, ?, ?) on conflict do nothing
                """,
                edges.added());
    }

    private void owner(String sql, List<Edge<String>> edges) throws SQLException {
        if (edges.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (Edge<String> edge : edges) {
                setSource(statement, edge.source());
                statement.setString(5, edge.target());
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static void setSource(PreparedStatement statement, Key source) throws SQLException {
        statement.setString(1, source.tenant());
        statement.setString(2, source.kind());
        statement.setString(3, source.namespace());
        statement.setString(4, source.name());
    }

    private void remember(List<RememberedAnswer> answers) throws SQLException {
        if (answers.isEmpty()) {
            return;
        }
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        insert into answer (tenant, request_id, digest, response, answered_at)
                        values (?, ?, ?, ?, ?)
                        on conflict (tenant, request_id) do update
                        set digest = excluded.digest, response = excluded.response,
                            answered_at = excluded.answered_at
                        """)) {
            for (RememberedAnswer answer : answers) {
                statement.setString(1, answer.name().tenant());
                statement.setString(2, answer.name().requestId());
                statement.setBytes(3, answer.digest().toByteArray());
                statement.setBytes(4, answer.answer().toByteArray());
                statement.setLong(5, StoredBytes.micros(answer.answeredAt()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }
}
