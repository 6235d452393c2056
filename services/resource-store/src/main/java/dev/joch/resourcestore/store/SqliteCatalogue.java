package dev.joch.resourcestore.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.resourcestore.catalogue.Catalogue;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.RememberedAnswer;
import dev.joch.resourcestore.catalogue.RememberedAnswer.RequestName;
import dev.joch.resourcestore.catalogue.Version;
import dev.joch.resourcestore.v1.WriteResponse;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The state of the file, looked up when a rule asks; each key once. */
final class SqliteCatalogue implements Catalogue {

    static final String HEAD =
            "select "
                    + SqlRows.VERSION
                    + """
                     from head h join log l on l.revision = h.revision
                    where h.tenant = ? and h.kind = ? and h.namespace = ? and h.name = ?
                    """;

    private final Connection connection;
    private final Map<Key, Optional<Version>> heads = new HashMap<>();

    SqliteCatalogue(Connection connection) {
        this.connection = connection;
    }

    @Override
    public Optional<Version> head(Key key) {
        return heads.computeIfAbsent(key, this::load);
    }

    private Optional<Version> load(Key key) {
        try {
            return rows(
                            HEAD,
                            SqlRows::version,
                            key.tenant(),
                            key.kind(),
                            key.namespace(),
                            key.name())
                    .stream()
                    .findFirst();
        } catch (SQLException e) {
            throw new UncheckedSqlException(e);
        }
    }

    @Override
    public SortedSet<Key> referrers(Key key) {
        return edges(
                """
                select kind, namespace, name from reference
                where tenant = ? and target_kind = ? and target_namespace = ? and target_name = ?
                """
                        + "limit "
                        + MOST_EDGES,
                key.tenant(),
                key.kind(),
                key.namespace(),
                key.name());
    }

    @Override
    public SortedSet<Key> owned(String tenant, String uid) {
        return edges(
                "select kind, namespace, name from ownership where tenant = ? and owner = ? limit "
                        + MOST_EDGES,
                tenant,
                uid);
    }

    private SortedSet<Key> edges(String sql, String... parameters) {
        try {
            return new TreeSet<>(rows(sql, row -> SqlRows.key(row, parameters[0]), parameters));
        } catch (SQLException e) {
            throw new UncheckedSqlException(e);
        }
    }

    @Override
    public Optional<RememberedAnswer> answer(RequestName name) {
        try {
            return rows(
                            "select digest, response, answered_at from answer where tenant = ? and request_id = ?",
                            row -> answer(name, row),
                            name.tenant(),
                            name.requestId())
                    .stream()
                    .findFirst();
        } catch (SQLException e) {
            throw new UncheckedSqlException(e);
        }
    }

    private static RememberedAnswer answer(RequestName name, ResultSet row) throws SQLException {
        try {
            return new RememberedAnswer(
                    name,
                    ByteString.copyFrom(row.getBytes(1)),
                    WriteResponse.parseFrom(row.getBytes(2)),
                    StoredBytes.time(row.getLong(3)));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the store holds an answer that cannot be read", e);
        }
    }

    @FunctionalInterface
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private <T> List<T> rows(String sql, RowReader<T> reader, String... parameters)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            List<T> found = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(reader.read(rows));
                }
            }
            return found;
        }
    }
}
