package dev.joch.resourcestore.store;

import dev.joch.resourcestore.catalogue.Bounds;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Version;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows as every SQL backend has them. */
final class SqlRows {

    /** What {@link #version} reads, of the log as l. */
    static final String VERSION =
            "l.revision, l.type, l.previous, l.committed_at, l.body, l.refs, l.traceparent";

    /** Where the columns begin that a query adds to those. */
    static final int AFTER_VERSION = 8;

    static final String BOUNDS = "select revision, compacted from store_head";

    private SqlRows() {}

    static Version version(ResultSet row) throws SQLException {
        return StoredBytes.version(
                row.getLong(1),
                row.getInt(2),
                row.getLong(3),
                row.getLong(4),
                row.getBytes(5),
                row.getBytes(6),
                row.getString(7));
    }

    static List<Version> versions(ResultSet rows) throws SQLException {
        List<Version> versions = new ArrayList<>();
        while (rows.next()) {
            versions.add(version(rows));
        }
        return versions;
    }

    static Bounds bounds(ResultSet row) throws SQLException {
        if (!row.next()) {
            throw new IllegalStateException("store_head is empty");
        }
        return new Bounds(row.getLong(1), row.getLong(2));
    }

    static Key key(ResultSet row, String tenant) throws SQLException {
        return new Key(tenant, row.getString(1), row.getString(2), row.getString(3));
    }
}
