package dev.joch.events.store;

import com.google.protobuf.ByteString;

import dev.joch.events.Event;
import dev.joch.events.EventLog;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

/** Rows of the outbox. */
public final class OutboxStore {

    /**
     * The transaction has its number before it is given a position: whoever sees a later position
     * can wait for all transactions with smaller numbers. The condition on the number keeps this
     * order in any plan.
     */
    private static final String ADD =
            """
            with own as materialized (select pg_current_xact_id() as xid),
            added as (
              insert into event_outbox
                (position, id, type, topic, key, source, tenant, time, traceparent, payload)
              select case when own.xid is not null then nextval('event_position') end,
                     e.id, e.type, e.topic, e.key, e.source, e.tenant, e.time, e.traceparent, e.payload
              from own,
                   unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                          ?::timestamptz[], ?::text[], ?::bytea[])
                     as e(id, type, topic, key, source, tenant, time, traceparent, payload)
              returning position)
            select max(position) from added
            """;

    private static final String READ =
            """
            select position, id, type, topic, key, source, tenant, time, traceparent, payload,
                   pg_snapshot_xmin(pg_current_snapshot())::text::bigint as horizon
            from event_outbox where position > ? order by position limit ?
            """;

    private final DataSource pool;

    public OutboxStore(DataSource pool) {
        this.pool = pool;
    }

    /**
     * What a snapshot shows.
     *
     * @param horizon all transactions with smaller numbers have ended; 0 when there are no rows
     */
    public record Rows(List<EventLog.Entry> entries, long horizon) {}

    /** Writes the events in this order; gives the last position. */
    public static long add(Connection transaction, List<Event> events) throws SQLException {
        try (PreparedStatement statement = transaction.prepareStatement(ADD)) {
            EventColumns.set(statement, 1, events);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    public Rows read(long after, int limit) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(READ)) {
            statement.setLong(1, after);
            statement.setInt(2, limit);
            List<EventLog.Entry> entries = new ArrayList<>();
            long horizon = 0;
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    entries.add(new EventLog.Entry(row.getLong(1), event(row)));
                    horizon = row.getLong("horizon");
                }
            }
            return new Rows(entries, horizon);
        }
    }

    private static Event event(ResultSet row) throws SQLException {
        return new Event(
                row.getString("id"),
                row.getString("type"),
                row.getString("topic"),
                row.getString("key"),
                row.getString("source"),
                row.getString("tenant"),
                row.getTimestamp("time").toInstant(),
                row.getString("traceparent"),
                ByteString.copyFrom(row.getBytes("payload")));
    }

    /** A number larger than that of every transaction that has a position now. */
    public long fence() throws SQLException {
        return number("select pg_current_xact_id()::text::bigint");
    }

    /** All transactions with smaller numbers have ended. */
    public long horizon() throws SQLException {
        return number("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint");
    }

    public long newest() throws SQLException {
        return number("select coalesce(max(position), 0) from event_outbox");
    }

    private long number(String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }

    /**
     * Deletes the oldest rows of a range that are older than that; gives the last one's position.
     */
    public Deleted deleteOldest(long after, long upTo, Duration age, int limit)
            throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                """
                                with gone as (
                                  delete from event_outbox where position in (
                                    select position from event_outbox
                                    where position > ? and position <= ? and added < ?
                                    order by position limit ?)
                                  returning position)
                                select count(*), coalesce(max(position), 0) from gone
                                """)) {
            statement.setLong(1, after);
            statement.setLong(2, upTo);
            statement.setTimestamp(3, before(connection, age));
            statement.setInt(4, limit);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return new Deleted(row.getInt(1), row.getLong(2));
            }
        }
    }

    /** How many rows went, and the position of the last of them. */
    public record Deleted(int count, long last) {}

    /** By the database's clock: that is the one that dated the rows. */
    static Timestamp before(Connection connection, Duration age) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "select clock_timestamp() - make_interval(secs => ?)")) {
            statement.setDouble(1, age.toMillis() / 1000.0);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getTimestamp(1);
            }
        }
    }
}
