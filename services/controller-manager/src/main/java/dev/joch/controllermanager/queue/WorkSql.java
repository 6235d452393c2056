package dev.joch.controllermanager.queue;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Many rows as the columns of one statement. */
final class WorkSql {

    private WorkSql() {}

    static ResourceKey key(ResultSet rows) throws SQLException {
        return ResourceKeys.of(
                rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4));
    }

    /** The first four parameters. */
    static <T> void keys(PreparedStatement statement, List<T> all, Function<T, ResourceKey> key)
            throws SQLException {
        Connection connection = statement.getConnection();
        statement.setArray(1, texts(connection, all, each -> key.apply(each).getTenant()));
        statement.setArray(2, texts(connection, all, each -> key.apply(each).getKind()));
        statement.setArray(3, texts(connection, all, each -> key.apply(each).getNamespace()));
        statement.setArray(4, texts(connection, all, each -> key.apply(each).getName()));
    }

    static <T> Array texts(Connection connection, List<T> all, Function<T, String> text)
            throws SQLException {
        return connection.createArrayOf("text", all.stream().map(text).toArray());
    }

    static <T> Array longs(Connection connection, List<T> all, ToLongFunction<T> number)
            throws SQLException {
        return connection.createArrayOf("bigint", all.stream().map(number::applyAsLong).toArray());
    }

    static Array ints(Connection connection, Collection<Integer> all) throws SQLException {
        return connection.createArrayOf("int", all.toArray());
    }
}
