package dev.joch.resourcestore.store;

import dev.joch.resourcestore.catalogue.Change;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Version;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Questions that every SQL backend answers by the same words. */
final class SqlReads {

    /** Large resources must not fill the heap by their number. */
    private static final long MOST_BYTES = 16L * 1024 * 1024;

    private static final int FETCH = 128;

    private static final String VERSIONS_OF_KEY =
            "select "
                    + SqlRows.VERSION
                    + """
                     from log l
                    where tenant = ? and kind = ? and namespace = ? and name = ? and revision < ?
                    order by revision desc limit ?
                    """;

    private static final String CHANGES =
            "select "
                    + SqlRows.VERSION
                    + """
                    , b.body from log l
                    left join log b on b.revision = l.previous
                    where l.revision > ? order by l.revision limit ?
                    """;

    private SqlReads() {}

    static List<Version> history(Connection connection, Key key, long below, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(VERSIONS_OF_KEY)) {
            statement.setString(1, key.tenant());
            statement.setString(2, key.kind());
            statement.setString(3, key.namespace());
            statement.setString(4, key.name());
            statement.setLong(5, below == 0 ? Long.MAX_VALUE : below);
            statement.setInt(6, limit);
            try (ResultSet rows = statement.executeQuery()) {
                return SqlRows.versions(rows);
            }
        }
    }

    static List<Key> referrers(Connection connection, Key key, Optional<Key> after, int limit)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        select kind, namespace, name from reference
                        where tenant = ?
                            and target_kind = ? and target_namespace = ? and target_name = ?
                            and (kind, namespace, name) > (?, ?, ?)
                        order by kind, namespace, name limit ?
                        """)) {
            statement.setString(1, key.tenant());
            statement.setString(2, key.kind());
            statement.setString(3, key.namespace());
            statement.setString(4, key.name());
            statement.setString(5, after.map(Key::kind).orElse(""));
            statement.setString(6, after.map(Key::namespace).orElse(""));
            statement.setString(7, after.map(Key::name).orElse(""));
            statement.setInt(8, limit);
            List<Key> keys = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    keys.add(SqlRows.key(rows, key.tenant()));
                }
            }
            return keys;
        }
    }

    static List<Change> changes(Connection connection, long after, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(CHANGES)) {
            statement.setLong(1, after);
            statement.setInt(2, limit);
            statement.setFetchSize(FETCH);
            List<Change> changes = new ArrayList<>();
            long bytes = 0;
            try (ResultSet rows = statement.executeQuery()) {
                while (bytes < MOST_BYTES && rows.next()) {
                    byte[] before = rows.getBytes(SqlRows.AFTER_VERSION);
                    bytes += rows.getBytes(5).length + (before == null ? 0 : before.length);
                    changes.add(
                            new Change(
                                    SqlRows.version(rows),
                                    before == null ? null : StoredBytes.resource(before)));
                }
            }
            return changes;
        }
    }
}
