package dev.joch.resourcestore.store;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.resourcestore.catalogue.Catalogue;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.RememberedAnswer;
import dev.joch.resourcestore.catalogue.RememberedAnswer.RequestName;
import dev.joch.resourcestore.catalogue.Version;
import dev.joch.resourcestore.rules.WriteCommand;
import dev.joch.resourcestore.v1.WriteResponse;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The state under the revision lock: what the group names comes with the lock, the rest is looked
 * up when a rule asks.
 */
final class PostgresCatalogue implements Catalogue {

    private static final String LOCK_AND_LOAD =
            PostgresSession.BEGIN
                    + "select revision, compacted from store_head for update;"
                    + PostgresRows.HEADS;

    private final Connection connection;
    private final Map<Key, Optional<Version>> heads = new HashMap<>();
    private final Map<RequestName, Optional<RememberedAnswer>> answers = new HashMap<>();
    private long revision;

    private PostgresCatalogue(Connection connection) {
        this.connection = connection;
    }

    /** Waits for the lock, then reads what the group names, in one round trip. */
    static PostgresCatalogue lock(Connection connection, List<WriteCommand> group)
            throws SQLException {
        PostgresCatalogue catalogue = new PostgresCatalogue(connection);
        Set<Key> keys = new LinkedHashSet<>();
        Set<String> tenants = new LinkedHashSet<>();
        for (WriteCommand command : group) {
            tenants.add(command.tenant());
            keys.addAll(command.keys());
        }
        try (PreparedStatement statement = connection.prepareStatement(LOCK_AND_LOAD)) {
            PostgresSession.setTenants(statement, tenants);
            PostgresRows.setKeys(statement, 2, keys);
            statement.execute();
            catalogue.revision = SqlRows.bounds(PostgresRows.nextResult(statement)).revision();
            catalogue.add(keys, SqlRows.versions(PostgresRows.nextResult(statement)));
        }
        catalogue.loadAnswers(group.stream().filter(WriteCommand::repeatable).toList());
        return catalogue;
    }

    private void add(Collection<Key> keys, List<Version> found) {
        keys.forEach(key -> heads.put(key, Optional.empty()));
        found.forEach(version -> heads.put(version.key(), Optional.of(version)));
    }

    private void loadAnswers(List<WriteCommand> repeatable) throws SQLException {
        if (repeatable.isEmpty()) {
            return;
        }
        repeatable.forEach(command -> answers.put(command.requestName(), Optional.empty()));
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        select a.tenant, a.request_id, a.digest, a.response, a.answered_at
                        from unnest(?::text[], ?::text[]) as q (tenant, request_id)
                        cross join lateral (
                            select * from answer
                            where tenant = q.tenant and request_id = q.request_id
                            limit 1) a
                        """)) {
            PostgresRows.setTexts(statement, 1, repeatable, WriteCommand::tenant);
            PostgresRows.setTexts(statement, 2, repeatable, WriteCommand::requestId);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    RememberedAnswer answer = answer(rows);
                    answers.put(answer.name(), Optional.of(answer));
                }
            }
        }
    }

    private static RememberedAnswer answer(ResultSet row) throws SQLException {
        try {
            return new RememberedAnswer(
                    new RequestName(row.getString(1), row.getString(2)),
                    ByteString.copyFrom(row.getBytes(3)),
                    WriteResponse.parseFrom(row.getBytes(4)),
                    StoredBytes.time(row.getLong(5)));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the store holds an answer that cannot be read", e);
        }
    }

    /** Newest committed revision; nobody commits another while this transaction lasts. */
    long revision() {
        return revision;
    }

    @Override
    public Optional<Version> head(Key key) {
        return heads.computeIfAbsent(key, this::load);
    }

    private Optional<Version> load(Key key) {
        try (PreparedStatement statement = connection.prepareStatement(PostgresRows.HEADS)) {
            PostgresRows.setKeys(statement, 1, List.of(key));
            try (ResultSet rows = statement.executeQuery()) {
                return SqlRows.versions(rows).stream().findFirst();
            }
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
        SortedSet<Key> keys = new TreeSet<>();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    keys.add(SqlRows.key(rows, parameters[0]));
                }
            }
        } catch (SQLException e) {
            throw new UncheckedSqlException(e);
        }
        return keys;
    }

    @Override
    public Optional<RememberedAnswer> answer(RequestName name) {
        return answers.getOrDefault(name, Optional.empty());
    }
}
