package dev.joch.scheduler.store;

import dev.joch.scheduler.place.Party;
import dev.joch.scheduler.place.Share;
import dev.joch.service.database.Bundle;
import dev.joch.service.database.Columns;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Rows of shares. Only whoever decides about leases touches them. */
final class ShareRows {

    private static final String LOAD =
            "select tenant, namespace, pass, served from share"
                    + " where pool = ? and tenant = any (?)";

    private static final String PUT =
            """
            insert into share (pool, tenant, namespace, pass, served)
            select ?, * from unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[])
            on conflict (pool, tenant, namespace) do update
                set pass = excluded.pass, served = excluded.served
            """;

    private ShareRows() {}

    /** Of these tenants, and of all of them together. */
    static Map<Party, Share> load(Connection connection, String pool, List<String> tenants)
            throws SQLException {
        Map<Party, Share> shares = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(LOAD)) {
            statement.setString(1, pool);
            statement.setArray(2, connection.createArrayOf("text", tenants.toArray(String[]::new)));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    shares.put(
                            new Party(rows.getString(1), rows.getString(2)),
                            new Share(rows.getLong(3), rows.getLong(4)));
                }
            }
        }
        return shares;
    }

    static void put(Bundle bundle, String pool, Map<Party, Share> moved) {
        if (!moved.isEmpty()) {
            List<Map.Entry<Party, Share>> rows = List.copyOf(moved.entrySet());
            bundle.add(
                    PUT,
                    (statement, first) -> {
                        statement.setString(first, pool);
                        return new Columns<>(statement, first + 1, rows)
                                .texts(row -> row.getKey().tenant())
                                .texts(row -> row.getKey().namespace())
                                .longs(row -> row.getValue().pass())
                                .longs(row -> row.getValue().served())
                                .next();
                    });
        }
    }
}
