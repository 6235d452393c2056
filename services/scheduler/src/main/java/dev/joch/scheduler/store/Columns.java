package dev.joch.scheduler.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** Sets the parameters of a statement over many rows: an array per column. */
final class Columns<T> {

    private final PreparedStatement statement;
    private final List<T> rows;
    private int next;

    /**
     * @param first number of the first parameter
     */
    Columns(PreparedStatement statement, int first, List<T> rows) {
        this.statement = statement;
        this.rows = rows;
        this.next = first;
    }

    Columns<T> texts(Function<T, String> part) throws SQLException {
        return array("text", part);
    }

    Columns<T> longs(Function<T, Long> part) throws SQLException {
        return array("bigint", part);
    }

    Columns<T> ints(Function<T, Integer> part) throws SQLException {
        return array("int", part);
    }

    Columns<T> truths(Function<T, Boolean> part) throws SQLException {
        return array("boolean", part);
    }

    Columns<T> bytes(Function<T, byte[]> part) throws SQLException {
        byte[][] values = rows.stream().map(part).toArray(byte[][]::new);
        statement.setArray(next++, statement.getConnection().createArrayOf("bytea", values));
        return this;
    }

    private Columns<T> array(String type, Function<T, ?> part) throws SQLException {
        Object[] values = rows.stream().map(part).toArray();
        statement.setArray(next++, statement.getConnection().createArrayOf(type, values));
        return this;
    }

    /** Number of the next parameter. */
    int next() {
        return next;
    }
}
