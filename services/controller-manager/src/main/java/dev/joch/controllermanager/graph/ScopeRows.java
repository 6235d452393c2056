package dev.joch.controllermanager.graph;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How selectors and teams find agents. */
final class ScopeRows {

    private static final String FIND =
            "select labels::text, manifest, handed from agent_scope where tenant = ? and namespace = ? and name = ?";

    private static final String KEEP =
            """
            insert into agent_scope (tenant, namespace, name, labels, manifest, handed)
            values (?, ?, ?, ?::jsonb, ?, ?)
            on conflict (tenant, namespace, name) do update
              set labels = excluded.labels, manifest = excluded.manifest, handed = excluded.handed
            """;

    private static final String REMOVE =
            "delete from agent_scope where tenant = ? and namespace = ? and name = ?";

    private static final String LABELLED =
            "select namespace, name from agent_scope where tenant = ? and labels @> ?::jsonb";

    private static final String PLACED =
            "select namespace, name from agent_scope where tenant = ? and namespace = any(?)";

    /** A policy of the shared namespace has a say everywhere, any other one in its own. */
    private static final String NEWEST_CHOOSER =
            """
            select coalesce(max(revision), 0) from seen
             where tenant = ? and revision > ? and (selector is not null or namespaces is not null)
               and (case when namespaces is not null then ? = any(namespaces)
                         else namespace in (?, 'joch-shared') and ?::jsonb @> selector end)
            """;

    /** What of an agent is not what it was. */
    record Moved(boolean labels, boolean manifest) {}

    private ScopeRows() {}

    static Optional<Scope> find(Connection connection, ResourceKey key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            agent(select, key);
            try (ResultSet rows = select.executeQuery()) {
                return rows.next()
                        ? Optional.of(
                                new Scope(
                                        LabelText.read(rows.getString(1)),
                                        rows.getString(2),
                                        rows.getString(3)))
                        : Optional.empty();
            }
        }
    }

    /** Whether that is remembered already. */
    static boolean same(Connection connection, Dependent dependent) throws SQLException {
        Scope scope = dependent.scope();
        return scope == null || find(connection, dependent.key()).filter(scope::equals).isPresent();
    }

    static Moved keep(Connection transaction, ResourceKey agent, Scope now) throws SQLException {
        Optional<Scope> before = find(transaction, agent);
        try (PreparedStatement upsert = transaction.prepareStatement(KEEP)) {
            agent(upsert, agent);
            upsert.setString(4, LabelText.write(now.labels()));
            upsert.setString(5, now.manifest());
            upsert.setString(6, now.handed());
            upsert.executeUpdate();
        }
        return new Moved(
                before.filter(scope -> scope.labels().equals(now.labels())).isEmpty(),
                before.filter(scope -> scope.manifest().equals(now.manifest())).isEmpty());
    }

    static void remove(Connection transaction, ResourceKey key) throws SQLException {
        if (key.getKind().equals("Agent")) {
            try (PreparedStatement delete = transaction.prepareStatement(REMOVE)) {
                agent(delete, key);
                delete.executeUpdate();
            }
        }
    }

    /** Agents that it had a say for before, or has one for now. */
    static void chosen(
            Connection transaction,
            Sighting now,
            Optional<SeenRows.Known> before,
            Set<ResourceKey> into)
            throws SQLException {
        List<Map<String, String>> selectors = new ArrayList<>();
        List<String> namespaces = new ArrayList<>();
        if (before.isPresent()) {
            before.get().selector().ifPresent(selectors::add);
            namespaces.addAll(before.get().namespaces());
        }
        Map<String, String> selector = now.selector();
        if (selector != null && !selectors.contains(selector)) {
            selectors.add(selector);
        }
        List<String> places = now.namespaces();
        if (places != null) {
            namespaces.addAll(places);
        }
        for (Map<String, String> each : selectors) {
            labelled(transaction, now.key(), each, into);
        }
        if (!namespaces.isEmpty()) {
            placed(transaction, now.key(), namespaces, into);
        }
    }

    private static void labelled(
            Connection transaction,
            ResourceKey policy,
            Map<String, String> selector,
            Collection<ResourceKey> into)
            throws SQLException {
        boolean shared = policy.getNamespace().equals(ResourceKeys.SHARED_NAMESPACE);
        try (PreparedStatement select =
                transaction.prepareStatement(shared ? LABELLED : LABELLED + " and namespace = ?")) {
            select.setString(1, policy.getTenant());
            select.setString(2, LabelText.write(selector));
            if (!shared) {
                select.setString(3, policy.getNamespace());
            }
            agents(select, policy.getTenant(), into);
        }
    }

    private static void placed(
            Connection transaction,
            ResourceKey team,
            List<String> namespaces,
            Collection<ResourceKey> into)
            throws SQLException {
        try (PreparedStatement select = transaction.prepareStatement(PLACED)) {
            select.setString(1, team.getTenant());
            select.setArray(2, transaction.createArrayOf("text", namespaces.toArray()));
            agents(select, team.getTenant(), into);
        }
    }

    private static void agents(
            PreparedStatement select, String tenant, Collection<ResourceKey> into)
            throws SQLException {
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                into.add(ResourceKeys.of(tenant, "Agent", rows.getString(1), rows.getString(2)));
            }
        }
    }

    /** The newest change, after the agent was looked at, of what chooses it; 0 for none. */
    static long newestChooser(
            Connection transaction, ResourceKey agent, Map<String, String> labels, long after)
            throws SQLException {
        try (PreparedStatement select = transaction.prepareStatement(NEWEST_CHOOSER)) {
            select.setString(1, agent.getTenant());
            select.setLong(2, after);
            select.setString(3, agent.getNamespace());
            select.setString(4, agent.getNamespace());
            select.setString(5, LabelText.write(labels));
            try (ResultSet rows = select.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }

    private static void agent(PreparedStatement statement, ResourceKey key) throws SQLException {
        statement.setString(1, key.getTenant());
        statement.setString(2, key.getNamespace());
        statement.setString(3, key.getName());
    }
}
