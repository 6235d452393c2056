package dev.joch.policyengine.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.function.Function;

/** Many rows as one array a column: one statement and one round trip, whatever their number. */
final class Columns<R> {

    /** Half of the microsecond that a column keeps. */
    private static final long HALF = 500;

    private final PreparedStatement statement;
    private final Collection<R> rows;
    private int next = 1;

    Columns(PreparedStatement statement, Collection<R> rows) {
        this.statement = statement;
        this.rows = rows;
    }

    Columns<R> texts(Function<R, String> column) throws SQLException {
        return set("text", column, String[]::new);
    }

    Columns<R> numbers(Function<R, Long> column) throws SQLException {
        return set("bigint", column, Long[]::new);
    }

    Columns<R> bytes(Function<R, byte[]> column) throws SQLException {
        return set("bytea", column, byte[][]::new);
    }

    Columns<R> instants(Function<R, Instant> column) throws SQLException {
        return texts(row -> rounded(column.apply(row)).toString());
    }

    /** As the driver rounds a moment that is compared with the column. */
    private static Instant rounded(Instant instant) {
        return instant.plusNanos(HALF).truncatedTo(ChronoUnit.MICROS);
    }

    private <T> Columns<R> set(
            String type, Function<R, T> column, java.util.function.IntFunction<T[]> array)
            throws SQLException {
        Connection connection = statement.getConnection();
        statement.setArray(
                next++, connection.createArrayOf(type, rows.stream().map(column).toArray(array)));
        return this;
    }
}
