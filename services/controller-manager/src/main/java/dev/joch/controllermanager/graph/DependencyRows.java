package dev.joch.controllermanager.graph;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.database.Columns;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Who depends on what, by name. Both are of one tenant. */
final class DependencyRows {

    private static final String DEPENDENTS =
            "select tenant, kind, namespace, name from dependency"
                    + " where tenant = ? and target_kind = ? and target_namespace = ? and target_name = ?";

    private static final String DEPENDENTS_OF_MANY =
            """
            select k.n, d.tenant, d.kind, d.namespace, d.name
              from unnest(?::text[], ?::text[], ?::text[], ?::text[])
                   with ordinality as k(tenant, kind, namespace, name, n)
              join dependency d on d.tenant = k.tenant and d.target_kind = k.kind
                               and d.target_namespace = k.namespace and d.target_name = k.name
             where d.kind = ?
            """;

    private static final String COUNT =
            "select count(*) from dependency where tenant = ? and target_kind = ?"
                    + " and target_namespace = ? and target_name = ? and kind = ?";

    private static final String ADD =
            """
            insert into dependency
            select *
              from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
            on conflict do nothing
            """;

    private static final String REMOVE =
            """
            delete from dependency d
             using unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                   as e(tenant, kind, namespace, name, target_kind, target_namespace, target_name)
             where d.tenant = e.tenant and d.kind = e.kind and d.namespace = e.namespace and d.name = e.name
               and d.target_kind = e.target_kind and d.target_namespace = e.target_namespace
               and d.target_name = e.target_name
            """;

    private DependencyRows() {}

    /**
     * @param kinds empty for all
     */
    static Set<ResourceKey> dependents(Connection connection, ResourceKey target, Set<String> kinds)
            throws SQLException {
        return select(
                connection,
                kinds.isEmpty() ? DEPENDENTS : DEPENDENTS + " and kind = any(?)",
                target,
                kinds);
    }

    /** By what they depend on. */
    static Map<ResourceKey, Set<ResourceKey>> dependents(
            Connection transaction, List<ResourceKey> targets, String kind) throws SQLException {
        Map<ResourceKey, Set<ResourceKey>> found = new HashMap<>();
        if (targets.isEmpty()) {
            return found;
        }
        try (PreparedStatement select = transaction.prepareStatement(DEPENDENTS_OF_MANY)) {
            new Columns<>(select, 1, targets).keys(Function.identity());
            select.setString(5, kind);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.computeIfAbsent(targets.get(rows.getInt(1) - 1), _ -> new HashSet<>())
                            .add(key(rows, 2));
                }
            }
        }
        return found;
    }

    private static Set<ResourceKey> select(
            Connection connection, String sql, ResourceKey key, Set<String> kinds)
            throws SQLException {
        Set<ResourceKey> found = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            key(select, 1, key);
            if (!kinds.isEmpty()) {
                select.setArray(5, connection.createArrayOf("text", kinds.toArray(String[]::new)));
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(key(rows, 1));
                }
            }
        }
        return found;
    }

    static long count(Connection connection, ResourceKey target, String kind) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(COUNT)) {
            key(select, 1, target);
            select.setString(5, kind);
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    static void add(Connection transaction, List<Edge> edges) throws SQLException {
        run(transaction, ADD, edges);
    }

    static void remove(Connection transaction, List<Edge> edges) throws SQLException {
        run(transaction, REMOVE, edges);
    }

    private static void run(Connection transaction, String sql, List<Edge> edges)
            throws SQLException {
        if (edges.isEmpty()) {
            return;
        }
        try (PreparedStatement statement = transaction.prepareStatement(sql)) {
            new Columns<>(statement, 1, edges)
                    .keys(Edge::from)
                    .texts(edge -> edge.to().getKind())
                    .texts(edge -> edge.to().getNamespace())
                    .texts(edge -> edge.to().getName());
            statement.executeUpdate();
        }
    }

    private static ResourceKey key(ResultSet row, int first) throws SQLException {
        return ResourceKeys.of(
                row.getString(first),
                row.getString(first + 1),
                row.getString(first + 2),
                row.getString(first + 3));
    }

    static void key(PreparedStatement statement, int first, ResourceKey key) throws SQLException {
        statement.setString(first, key.getTenant());
        statement.setString(first + 1, key.getKind());
        statement.setString(first + 2, key.getNamespace());
        statement.setString(first + 3, key.getName());
    }
}
