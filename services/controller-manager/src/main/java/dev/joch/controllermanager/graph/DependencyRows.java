package dev.joch.controllermanager.graph;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Who depends on what, by name. Both are of one tenant. */
final class DependencyRows {

    private static final String TARGETS =
            "select tenant, target_kind, target_namespace, target_name from dependency"
                    + " where tenant = ? and kind = ? and namespace = ? and name = ?";

    private static final String DEPENDENTS =
            "select tenant, kind, namespace, name from dependency"
                    + " where tenant = ? and target_kind = ? and target_namespace = ? and target_name = ?";

    private static final String COUNT =
            "select count(*) from dependency where tenant = ? and target_kind = ?"
                    + " and target_namespace = ? and target_name = ? and kind = ?";

    private static final String ADD =
            """
            insert into dependency
            select ?, ?, ?, ?, t.kind, t.namespace, t.name
              from unnest(?::text[], ?::text[], ?::text[], ?::text[]) as t(tenant, kind, namespace, name)
            on conflict do nothing
            """;

    private static final String REMOVE =
            """
            delete from dependency d
             using unnest(?::text[], ?::text[], ?::text[], ?::text[]) as t(tenant, kind, namespace, name)
             where d.tenant = ? and d.kind = ? and d.namespace = ? and d.name = ?
               and d.target_kind = t.kind and d.target_namespace = t.namespace and d.target_name = t.name
            """;

    private DependencyRows() {}

    static Set<ResourceKey> targets(Connection connection, ResourceKey key) throws SQLException {
        return select(connection, TARGETS, key, Set.of());
    }

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

    private static Set<ResourceKey> select(
            Connection connection, String sql, ResourceKey key, Set<String> kinds)
            throws SQLException {
        Set<ResourceKey> found = new HashSet<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            key(select, 1, key);
            if (!kinds.isEmpty()) {
                select.setArray(5, connection.createArrayOf("text", kinds.toArray()));
            }
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    found.add(
                            ResourceKeys.of(
                                    rows.getString(1),
                                    rows.getString(2),
                                    rows.getString(3),
                                    rows.getString(4)));
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

    static void add(Connection transaction, ResourceKey key, Set<ResourceKey> targets)
            throws SQLException {
        if (targets.isEmpty()) {
            return;
        }
        try (PreparedStatement insert = transaction.prepareStatement(ADD)) {
            key(insert, 1, key);
            keys(insert, 5, targets);
            insert.executeUpdate();
        }
    }

    static void remove(Connection transaction, ResourceKey key, Set<ResourceKey> targets)
            throws SQLException {
        if (targets.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = transaction.prepareStatement(REMOVE)) {
            keys(delete, 1, targets);
            key(delete, 5, key);
            delete.executeUpdate();
        }
    }

    static void key(PreparedStatement statement, int first, ResourceKey key) throws SQLException {
        statement.setString(first, key.getTenant());
        statement.setString(first + 1, key.getKind());
        statement.setString(first + 2, key.getNamespace());
        statement.setString(first + 3, key.getName());
    }

    static void keys(PreparedStatement statement, int first, Collection<ResourceKey> all)
            throws SQLException {
        List<Function<ResourceKey, String>> parts =
                List.of(
                        ResourceKey::getTenant,
                        ResourceKey::getKind,
                        ResourceKey::getNamespace,
                        ResourceKey::getName);
        for (int i = 0; i < parts.size(); i++) {
            statement.setArray(
                    first + i,
                    statement
                            .getConnection()
                            .createArrayOf("text", all.stream().map(parts.get(i)).toArray()));
        }
    }
}
