package dev.joch.controllermanager.graph;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.database.Columns;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** How selectors and teams find agents. */
final class ScopeRows {

    private static final String KEEP =
            """
            insert into agent_scope (tenant, namespace, name, labels, manifest, handed)
            select tenant, namespace, name, labels::jsonb, manifest, handed
              from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                   as k(tenant, namespace, name, labels, manifest, handed)
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
            select k.n, max(s.revision)
              from unnest(?::text[], ?::text[], ?::text[], ?::bigint[])
                   with ordinality as k(tenant, namespace, labels, after, n)
              join seen s on s.tenant = k.tenant and s.revision > k.after
             where (s.selector is not null or s.namespaces is not null)
               and (case when s.namespaces is not null then k.namespace = any(s.namespaces)
                         else s.namespace in (k.namespace, 'joch-shared')
                              and k.labels::jsonb @> s.selector end)
             group by k.n
            """;

    private ScopeRows() {}

    static void keep(Connection transaction, List<Move> moves) throws SQLException {
        if (moves.isEmpty()) {
            return;
        }
        try (PreparedStatement upsert = transaction.prepareStatement(KEEP)) {
            new Columns<>(upsert, 1, moves)
                    .texts(move -> move.key().getTenant())
                    .texts(move -> move.key().getNamespace())
                    .texts(move -> move.key().getName())
                    .texts(ScopeRows::labels)
                    .texts(move -> move.scopeNow().manifest())
                    .texts(move -> move.scopeNow().handed());
            upsert.executeUpdate();
        }
    }

    static void remove(Connection transaction, ResourceKey key) throws SQLException {
        if (key.getKind().equals("Agent")) {
            try (PreparedStatement delete = transaction.prepareStatement(REMOVE)) {
                delete.setString(1, key.getTenant());
                delete.setString(2, key.getNamespace());
                delete.setString(3, key.getName());
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
            select.setArray(
                    2, transaction.createArrayOf("text", namespaces.toArray(String[]::new)));
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

    /** Of agents that something chose after they were looked at: the newest change of it. */
    static Map<ResourceKey, Long> newestChooser(Connection transaction, List<Move> moves)
            throws SQLException {
        Map<ResourceKey, Long> newest = new HashMap<>();
        if (moves.isEmpty()) {
            return newest;
        }
        try (PreparedStatement select = transaction.prepareStatement(NEWEST_CHOOSER)) {
            new Columns<>(select, 1, moves)
                    .texts(move -> move.key().getTenant())
                    .texts(move -> move.key().getNamespace())
                    .texts(ScopeRows::labels)
                    .longs(Move::revision);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    newest.put(moves.get(rows.getInt(1) - 1).key(), rows.getLong(2));
                }
            }
        }
        return newest;
    }

    private static String labels(Move move) {
        return LabelText.write(move.scopeNow().labels());
    }
}
