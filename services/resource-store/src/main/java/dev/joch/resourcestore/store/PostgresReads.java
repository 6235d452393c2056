package dev.joch.resourcestore.store;

import dev.joch.resourcestore.catalogue.Bounds;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Version;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How a transaction begins, and the newest versions of keys. */
final class PostgresReads {

    /** One state for several statements. */
    static final String SNAPSHOT =
            "set transaction isolation level repeatable read, read only;"
                    + PostgresSession.BEGIN
                    + SqlRows.BOUNDS;

    private PostgresReads() {}

    static Bounds snapshot(Connection connection, Collection<String> tenants) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SNAPSHOT)) {
            PostgresSession.setTenants(statement, tenants);
            statement.execute();
            PostgresRows.nextResult(statement);
            return SqlRows.bounds(PostgresRows.nextResult(statement));
        }
    }

    /** Sees what the tenants have, one statement at a time: for questions of one statement. */
    static void show(Connection connection, Collection<String> tenants) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(PostgresSession.BEGIN)) {
            PostgresSession.setTenants(statement, tenants);
            statement.execute();
        }
    }

    static List<Version> newest(Connection connection, Collection<Key> keys) throws SQLException {
        Map<Key, Version> found = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(PostgresRows.HEADS)) {
            PostgresRows.setKeys(statement, 1, keys);
            try (ResultSet rows = statement.executeQuery()) {
                SqlRows.versions(rows).forEach(version -> found.put(version.key(), version));
            }
        }
        return keys.stream().map(found::get).filter(Objects::nonNull).toList();
    }
}
