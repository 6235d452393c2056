package dev.joch.compiler.store;

import dev.joch.compiler.store.ManifestStore.Before;
import dev.joch.compiler.store.ManifestStore.Position;
import dev.joch.compiler.store.ManifestStore.Selection;
import dev.joch.compiler.v1.Manifest;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/** Looks manifests up in an open transaction. */
final class PostgresReads {

    private static final String NEWEST =
            """
            select m.body, m.created_at
            from newest n join manifest m using (tenant, namespace, agent, environment, digest)
            where n.tenant = ? and n.namespace = ? and n.agent = ?
                and n.environment = e.environment and n.generation = e.generation
            """;

    /** The environment in which the agent was compiled last, or the one that is named. */
    private static final String HEAD =
            """
            select environment, case when ?::bigint = 0 then generation else ?::bigint end as generation
            from head
            where tenant = ? and namespace = ? and agent = ? and (?::text = '' or environment = ?)
            order by agent_revision desc, input_revision desc, environment
            limit 1
            """;

    private static final String BY_DIGEST =
            """
            select body, created_at from manifest
            where tenant = ? and namespace = ? and agent = ? and digest = ?
            order by environment limit 1
            """;

    private static final String LIST =
            """
            select m.body, m.created_at
            from newest n join manifest m using (tenant, namespace, agent, environment, digest)
            where n.tenant = ?
                and (cardinality(?::text[]) = 0 or n.namespace = any (?::text[]))
                and (?::text = '' or n.agent = ?) and (?::text = '' or n.environment = ?)
                and (n.namespace, n.agent, - n.generation, n.environment)
                    > (?::text collate "C", ?::text collate "C", ?::bigint, ?::text collate "C")
            order by n.namespace, n.agent, - n.generation, n.environment
            limit ?
            """;

    private static final String HISTORY =
            """
            select body, created_at from manifest
            where tenant = ? and namespace = ? and agent = ? and environment = ?
                and (created_at, digest) < (?::bigint, ?::text collate "C")
            order by created_at desc, digest desc
            limit ?
            """;

    private final Connection connection;

    PostgresReads(Connection connection) {
        this.connection = connection;
    }

    Optional<Manifest> newest(AgentKey agent, long generation, String environment)
            throws SQLException {
        String sql = "select f.* from (" + HEAD + ") e cross join lateral (" + NEWEST + ") f";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, generation);
            statement.setLong(2, generation);
            int next = agent(statement, 3, agent);
            statement.setString(next++, environment);
            statement.setString(next++, environment);
            agent(statement, next, agent);
            return PostgresRows.manifests(statement).stream().findFirst();
        }
    }

    Optional<Manifest> byDigest(AgentKey agent, String digest) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BY_DIGEST)) {
            statement.setString(agent(statement, 1, agent), digest);
            return PostgresRows.manifests(statement).stream().findFirst();
        }
    }

    List<Manifest> list(Selection selection, Optional<Position> after, int limit)
            throws SQLException {
        Position position = after.orElse(new Position("", "", Long.MAX_VALUE, ""));
        try (PreparedStatement statement = connection.prepareStatement(LIST)) {
            int next = 1;
            statement.setString(next++, selection.tenant());
            for (int i = 0; i < 2; i++) {
                statement.setArray(
                        next++,
                        connection.createArrayOf(
                                "text", selection.namespaces().toArray(String[]::new)));
            }
            for (String part : List.of(selection.agent(), selection.environment())) {
                statement.setString(next++, part);
                statement.setString(next++, part);
            }
            statement.setString(next++, position.namespace());
            statement.setString(next++, position.agent());
            statement.setLong(next++, -position.generation());
            statement.setString(next++, position.environment());
            statement.setInt(next, limit);
            return PostgresRows.manifests(statement);
        }
    }

    List<Manifest> history(AgentKey agent, String environment, Optional<Before> before, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HISTORY)) {
            int next = agent(statement, 1, agent);
            statement.setString(next++, environment);
            statement.setLong(
                    next++,
                    before.map(last -> Times.micros(last.createdAt())).orElse(Long.MAX_VALUE));
            statement.setString(next++, before.map(Before::digest).orElse(""));
            statement.setInt(next, limit);
            return PostgresRows.manifests(statement);
        }
    }

    private static int agent(PreparedStatement statement, int first, AgentKey agent)
            throws SQLException {
        statement.setString(first, agent.tenant());
        statement.setString(first + 1, agent.namespace());
        statement.setString(first + 2, agent.name());
        return first + 3;
    }
}
