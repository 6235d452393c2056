package dev.joch.controllermanager.graph;

import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.database.Columns;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was last seen of records. */
final class SeenRows {

    /** What is remembered. */
    record Known(
            String fingerprint,
            String facts,
            long revision,
            Optional<Map<String, String>> selector,
            List<String> namespaces) {

        boolean same(Sighting sighting) {
            return fingerprint.equals(sighting.fingerprint()) && facts.equals(sighting.facts());
        }

        /** Whoever slept has an old picture. */
        boolean newerThan(Sighting sighting) {
            return revision > sighting.revision();
        }
    }

    private static final String FIND =
            "select fingerprint, facts, revision, selector::text, namespaces from seen"
                    + " where tenant = ? and kind = ? and namespace = ? and name = ?";

    private static final String KEEP =
            """
            insert into seen (tenant, kind, namespace, name, fingerprint, facts, revision, selector, namespaces)
            values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?)
            on conflict (tenant, kind, namespace, name) do update
              set fingerprint = excluded.fingerprint, facts = excluded.facts, revision = excluded.revision,
                  selector = excluded.selector, namespaces = excluded.namespaces, moved = clock_timestamp()
            """;

    private static final String NEWEST =
            """
            select k.n, s.revision
              from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[])
                   with ordinality as k(tenant, kind, namespace, name, after, n)
              join seen s on s.tenant = k.tenant and s.kind = k.kind and s.namespace = k.namespace
                         and s.name = k.name
             where s.revision > k.after
            """;

    private static final String PRUNE =
            "delete from seen where fingerprint = '' and moved < now() - interval '1 hour'";

    private SeenRows() {}

    static Optional<Known> find(Connection connection, ResourceKey key) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            DependencyRows.key(select, 1, key);
            try (ResultSet rows = select.executeQuery()) {
                if (!rows.next()) {
                    return Optional.empty();
                }
                Array namespaces = rows.getArray(5);
                return Optional.of(
                        new Known(
                                rows.getString(1),
                                rows.getString(2),
                                rows.getLong(3),
                                Optional.ofNullable(rows.getString(4)).map(LabelText::read),
                                namespaces == null
                                        ? List.of()
                                        : Arrays.asList((String[]) namespaces.getArray())));
            }
        }
    }

    static void keep(Connection transaction, Sighting sighting) throws SQLException {
        try (PreparedStatement upsert = transaction.prepareStatement(KEEP)) {
            DependencyRows.key(upsert, 1, sighting.key());
            upsert.setString(5, sighting.fingerprint());
            upsert.setString(6, sighting.facts());
            upsert.setLong(7, sighting.revision());
            Map<String, String> selector = sighting.selector();
            upsert.setString(8, selector == null ? null : LabelText.write(selector));
            List<String> namespaces = sighting.namespaces();
            upsert.setArray(
                    9,
                    namespaces == null
                            ? null
                            : transaction.createArrayOf("text", namespaces.toArray(String[]::new)));
            upsert.executeUpdate();
        }
    }

    private record Added(Edge edge, long after) {}

    /**
     * Of records whose new dependencies changed after they were found out: the newest of these
     * changes.
     */
    static Map<ResourceKey, Long> newest(Connection transaction, List<Move> moves)
            throws SQLException {
        Map<ResourceKey, Long> newest = new HashMap<>();
        List<Added> added =
                moves.stream()
                        .flatMap(move ->
                                move.added().stream().map(edge -> new Added(edge, move.revision())))
                        .toList();
        if (added.isEmpty()) {
            return newest;
        }
        try (PreparedStatement select = transaction.prepareStatement(NEWEST)) {
            new Columns<>(select, 1, added).keys(each -> each.edge().to()).longs(Added::after);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    ResourceKey key = added.get(rows.getInt(1) - 1).edge().from();
                    newest.merge(key, rows.getLong(2), Math::max);
                }
            }
        }
        return newest;
    }

    static int prune(Connection connection) throws SQLException {
        try (PreparedStatement delete = connection.prepareStatement(PRUNE)) {
            return delete.executeUpdate();
        }
    }
}
