package dev.joch.compiler.store;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.compiler.v1.Manifest;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Manifests as rows. */
final class PostgresRows {

    private PostgresRows() {}

    /** Body and time from two columns, the first of which is given. */
    static Manifest manifest(ResultSet rows, int column) throws SQLException {
        try {
            return Manifest.parseFrom(rows.getBytes(column)).toBuilder()
                    .setCreatedAt(Times.timestamp(rows.getLong(column + 1)))
                    .build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("a kept manifest cannot be read", e);
        }
    }

    /** Body and time are the first columns. */
    static List<Manifest> manifests(PreparedStatement statement) throws SQLException {
        List<Manifest> found = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                found.add(manifest(rows, 1));
            }
        }
        return found;
    }
}
