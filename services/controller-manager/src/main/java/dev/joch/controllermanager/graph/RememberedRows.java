package dev.joch.controllermanager.graph;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.database.Columns;

import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** All that is remembered of records, many of them in one statement. */
final class RememberedRows {

    private static final String FIND =
            """
            select k.n, s.fingerprint, s.facts, s.revision, s.selector::text, s.namespaces,
                   a.labels::text, a.manifest, a.handed, d.kinds, d.namespaces, d.names
              from unnest(?::text[], ?::text[], ?::text[], ?::text[])
                   with ordinality as k(tenant, kind, namespace, name, n)
              left join seen s on s.tenant = k.tenant and s.kind = k.kind
                              and s.namespace = k.namespace and s.name = k.name
              left join agent_scope a on k.kind = 'Agent' and a.tenant = k.tenant
                                     and a.namespace = k.namespace and a.name = k.name
              left join lateral (
                select array_agg(target_kind) as kinds, array_agg(target_namespace) as namespaces,
                       array_agg(target_name) as names
                  from dependency t
                 where t.tenant = k.tenant and t.kind = k.kind
                   and t.namespace = k.namespace and t.name = k.name) d on true
            """;

    private RememberedRows() {}

    /** Of each key, in their order. */
    static List<Remembered> find(Connection connection, List<ResourceKey> keys)
            throws SQLException {
        List<Remembered> all =
                new ArrayList<>(Collections.nCopies(keys.size(), Remembered.NOTHING));
        try (PreparedStatement select = connection.prepareStatement(FIND)) {
            new Columns<>(select, 1, keys).keys(Function.identity());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    int number = rows.getInt(1) - 1;
                    all.set(number, remembered(rows, keys.get(number).getTenant()));
                }
            }
        }
        return all;
    }

    private static Remembered remembered(ResultSet row, String tenant) throws SQLException {
        return new Remembered(
                row.getString(2) == null ? Optional.empty() : Optional.of(seen(row)),
                targets(row, tenant),
                row.getString(7) == null
                        ? Optional.empty()
                        : Optional.of(
                                new Scope(
                                        LabelText.read(row.getString(7)),
                                        row.getString(8),
                                        row.getString(9))));
    }

    private static SeenRows.Known seen(ResultSet row) throws SQLException {
        return new SeenRows.Known(
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                Optional.ofNullable(row.getString(5)).map(LabelText::read),
                texts(row.getArray(6)));
    }

    private static Set<ResourceKey> targets(ResultSet row, String tenant) throws SQLException {
        List<String> kinds = texts(row.getArray(10));
        List<String> namespaces = texts(row.getArray(11));
        List<String> names = texts(row.getArray(12));
        Set<ResourceKey> targets = new HashSet<>();
        for (int i = 0; i < kinds.size(); i++) {
            targets.add(ResourceKeys.of(tenant, kinds.get(i), namespaces.get(i), names.get(i)));
        }
        return targets;
    }

    private static List<String> texts(@Nullable Array array) throws SQLException {
        return array == null ? List.of() : Arrays.asList((String[]) array.getArray());
    }
}
