package dev.joch.trace.store;

import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** Rows as one array per column, for {@code unnest}. */
final class Columns<T> {

    private final Connection connection;
    private final PreparedStatement statement;
    private final List<T> rows;
    private int next;

    /** Bytes of a row; none is null in the database. */
    @FunctionalInterface
    interface BytesOf<T> {
        byte @Nullable [] of(T row);
    }

    Columns(PreparedStatement statement, int first, List<T> rows) throws SQLException {
        this.connection = statement.getConnection();
        this.statement = statement;
        this.rows = rows;
        this.next = first;
    }

    Columns<T> text(Function<T, String> value) throws SQLException {
        return add("text", value);
    }

    Columns<T> number(Function<T, Long> value) throws SQLException {
        return add("bigint", value);
    }

    Columns<T> flag(Function<T, Boolean> value) throws SQLException {
        return add("boolean", value);
    }

    Columns<T> bytes(BytesOf<T> value) throws SQLException {
        byte[] @Nullable [] all = new byte[rows.size()][];
        for (int i = 0; i < all.length; i++) {
            all[i] = value.of(rows.get(i));
        }
        return set(connection.createArrayOf("bytea", all));
    }

    private Columns<T> add(String type, Function<T, ?> value) throws SQLException {
        return set(connection.createArrayOf(type, rows.stream().map(value).toArray()));
    }

    private Columns<T> set(Array array) throws SQLException {
        statement.setArray(next++, array);
        return this;
    }
}
