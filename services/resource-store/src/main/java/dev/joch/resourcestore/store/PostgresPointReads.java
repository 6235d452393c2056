package dev.joch.resourcestore.store;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Version;
import dev.joch.resourcestore.store.ResourceStore.Batch;
import dev.joch.service.batch.GroupCommit;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Newest versions of few keys, asked for by many at once: who comes while a question is under way
 * shares the next one.
 *
 * <p>One statement, so all of a group is of one revision, and one that is asked after the callers
 * came, so they see every commit that was acknowledged before. It has a connection to itself: reads
 * of pages do not hold it up, and it holds up no writer.
 */
final class PostgresPointReads implements AutoCloseable {

    /** More than that asks by itself. */
    static final int MOST_KEYS = 64;

    private static final int MOST_WAITING = 8_192;
    private static final int MOST_PER_GROUP = 256;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private static final String NEWEST =
            PostgresSession.BEGIN
                    + "select v.*, s.revision from store_head s left join lateral ("
                    + PostgresRows.HEADS
                    + ") v on true";

    private final HikariDataSource pool;
    private final PostgresSession session;
    private final GroupCommit<List<Key>, Batch> groups;

    PostgresPointReads(HikariDataSource pool) {
        this.pool = pool;
        this.session = new PostgresSession(pool);
        this.groups =
                new GroupCommit<>(
                        "resource-store-reads", MOST_WAITING, MOST_PER_GROUP, this::readGroup);
    }

    Batch read(List<Key> keys) {
        return groups.submit(keys, PATIENCE);
    }

    private List<Batch> readGroup(List<List<Key>> group) {
        Set<Key> keys = new LinkedHashSet<>();
        group.forEach(keys::addAll);
        Map<Key, Version> found = new HashMap<>();
        long revision = session.ask(connection -> newest(connection, keys, found));
        return group.stream()
                .map(asked ->
                        new Batch(
                                asked.stream().map(found::get).filter(Objects::nonNull).toList(),
                                revision))
                .toList();
    }

    /** Puts what there is into the map, and answers the revision of it. */
    private static long newest(Connection connection, Set<Key> keys, Map<Key, Version> found)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(NEWEST)) {
            PostgresSession.setTenants(statement, ResourceStore.tenants(keys));
            PostgresRows.setKeys(statement, 2, keys);
            statement.execute();
            ResultSet rows = PostgresRows.nextResult(statement);
            long revision = 0;
            while (rows.next()) {
                revision = rows.getLong(SqlRows.AFTER_VERSION);
                if (rows.getLong(1) != 0) {
                    Version version = SqlRows.version(rows);
                    found.put(version.key(), version);
                }
            }
            return revision;
        }
    }

    @Override
    public void close() {
        groups.close();
        pool.close();
    }
}
