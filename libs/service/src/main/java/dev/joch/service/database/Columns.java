package dev.joch.service.database;

import dev.joch.resource.v1alpha1.ResourceKey;

import org.jspecify.annotations.Nullable;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * Many rows as the parameters of one statement: an array per column, for {@code unnest}. It is one
 * round trip, whatever their number.
 */
public final class Columns<T> {

    /** Half of the microsecond that a column keeps. */
    private static final long HALF = 500;

    private final PreparedStatement statement;
    private final Collection<T> rows;
    private int next;

    /**
     * @param first number of the first parameter
     */
    public Columns(PreparedStatement statement, int first, Collection<T> rows) {
        this.statement = statement;
        this.rows = rows;
        this.next = first;
    }

    /** Bytes of a row; none is null in the database. */
    @FunctionalInterface
    public interface BytesOf<T> {
        byte @Nullable [] of(T row);
    }

    /** Tenant, kind, namespace and name. */
    public Columns<T> keys(Function<T, ResourceKey> part) throws SQLException {
        return texts(part.andThen(ResourceKey::getTenant))
                .texts(part.andThen(ResourceKey::getKind))
                .texts(part.andThen(ResourceKey::getNamespace))
                .texts(part.andThen(ResourceKey::getName));
    }

    public Columns<T> texts(Function<T, String> part) throws SQLException {
        return array("text", part, String[]::new);
    }

    public Columns<T> longs(Function<T, Long> part) throws SQLException {
        return array("bigint", part, Long[]::new);
    }

    public Columns<T> ints(Function<T, Integer> part) throws SQLException {
        return array("int", part, Integer[]::new);
    }

    public Columns<T> truths(Function<T, Boolean> part) throws SQLException {
        return array("boolean", part, Boolean[]::new);
    }

    /** As texts: to be cast to {@code timestamptz[]}. */
    public Columns<T> instants(Function<T, Instant> part) throws SQLException {
        return texts(row -> rounded(part.apply(row)).toString());
    }

    /** As the driver rounds a moment that is compared with the column. */
    private static Instant rounded(Instant instant) {
        return instant.plusNanos(HALF).truncatedTo(ChronoUnit.MICROS);
    }

    public Columns<T> bytes(BytesOf<T> part) throws SQLException {
        byte[] @Nullable [] values = new byte[rows.size()][];
        int i = 0;
        for (T row : rows) {
            values[i++] = part.of(row);
        }
        return set("bytea", values);
    }

    /** The driver sends an array as it is in memory only where it is one of this type. */
    private <V> Columns<T> array(String type, Function<T, V> part, IntFunction<V[]> array)
            throws SQLException {
        return set(type, rows.stream().map(part).toArray(array));
    }

    private Columns<T> set(String type, @Nullable Object[] values) throws SQLException {
        statement.setArray(next++, statement.getConnection().createArrayOf(type, values));
        return this;
    }

    /** Number of the next parameter. */
    public int next() {
        return next;
    }
}
