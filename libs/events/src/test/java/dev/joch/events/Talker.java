package dev.joch.events;

import com.google.protobuf.ByteString;

import dev.joch.events.outbox.Outbox;
import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

import javax.sql.DataSource;

/** A publishing service: one number a key, each step of it an event. */
final class Talker implements AutoCloseable {

    static final String TOPIC = "joch.resources.v1";

    private static final String TYPE = "joch.event.v1.ResourceApplied";

    private final Database database;
    private final com.zaxxer.hikari.HikariDataSource pool;
    private final Outbox outbox;

    Talker(String url) {
        this(url, Duration.ofHours(1));
    }

    Talker(String url, Duration keepFor) {
        this.database =
                Database.open(new DatabaseConfig(url, "", "", 40, false), "talker", "events");
        this.pool = database.as("");
        this.outbox = Outbox.open(database, keepFor);
    }

    Outbox outbox() {
        return outbox;
    }

    DataSource pool() {
        return pool;
    }

    Connection begin() throws SQLException {
        Connection connection = pool.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    /** Counts one up and says so, in an open transaction. */
    long say(Connection transaction, String key) throws SQLException {
        return say(transaction, key, TOPIC);
    }

    long say(Connection transaction, String key, String topic) throws SQLException {
        try (PreparedStatement statement =
                transaction.prepareStatement(
                        """
                        insert into counter (key, n) values (?, 1)
                        on conflict (key) do update set n = counter.n + 1 returning n
                        """)) {
            statement.setString(1, key);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return outbox.add(transaction, event(key, row.getLong(1), topic));
            }
        }
    }

    /** Counts one up and says so. */
    void say(String key) throws SQLException {
        sayOn(TOPIC, key);
    }

    void sayOn(String topic, String key) throws SQLException {
        try (Connection transaction = begin()) {
            long position = say(transaction, key, topic);
            transaction.commit();
            outbox.committed(position);
        }
    }

    /** Says an event as it is. */
    void say(Event event) throws SQLException {
        try (Connection transaction = begin()) {
            long position = outbox.add(transaction, event);
            transaction.commit();
            outbox.committed(position);
        }
    }

    static Event event(String key, long n) {
        return event(key, n, TOPIC);
    }

    static Event event(String key, long n, String topic) {
        return new Event(
                key + "#" + n,
                TYPE,
                topic,
                key,
                "talker",
                "acme",
                Instant.parse("2026-01-02T03:04:05.678901Z"),
                "",
                ByteString.copyFromUtf8(Long.toString(n)));
    }

    @Override
    public void close() {
        outbox.close();
        pool.close();
        database.close();
    }
}
