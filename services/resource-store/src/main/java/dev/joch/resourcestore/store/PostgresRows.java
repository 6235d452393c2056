package dev.joch.resourcestore.store;

import dev.joch.resourcestore.catalogue.Key;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;

/** Keys as arrays, and several results of one round trip. */
final class PostgresRows {

    /**
     * The newest versions of keys, which come as four arrays. Lateral with a limit, so that the
     * planner has no choice but to look up each key: it would rather read all of a tenant, which
     * row-level security offers it as a condition.
     */
    static final String HEADS =
            "select "
                    + SqlRows.VERSION
                    + """
                     from unnest(?::text[], ?::text[], ?::text[], ?::text[])
                            as k (tenant, kind, namespace, name)
                     cross join lateral (
                        select revision from head
                        where tenant = k.tenant and kind = k.kind
                            and namespace = k.namespace and name = k.name
                        limit 1) h
                     join log l on l.revision = h.revision
                    """;

    private PostgresRows() {}

    /** Sets four arrays from the given position on, and answers the position after them. */
    static int setKeys(PreparedStatement statement, int position, Collection<Key> keys)
            throws SQLException {
        int next = position;
        for (Function<Key, String> part :
                List.<Function<Key, String>>of(Key::tenant, Key::kind, Key::namespace, Key::name)) {
            setTexts(statement, next++, keys, part);
        }
        return next;
    }

    static <T> void setTexts(
            PreparedStatement statement,
            int position,
            Collection<T> items,
            Function<T, String> part)
            throws SQLException {
        String[] texts = new String[items.size()];
        int i = 0;
        for (T item : items) {
            texts[i++] = part.apply(item);
        }
        Connection connection = statement.getConnection();
        statement.setArray(position, connection.createArrayOf("text", texts));
    }

    /** Moves on to the result of the next statement. */
    static ResultSet nextResult(PreparedStatement statement) throws SQLException {
        while (!statement.getMoreResults()) {
            if (statement.getUpdateCount() == -1) {
                throw new IllegalStateException("a result is missing");
            }
        }
        return statement.getResultSet();
    }
}
