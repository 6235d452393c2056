package dev.joch.events.store;

import dev.joch.events.Event;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

/** What a consumer has taken, and what it gave up. */
public final class InboxStore {

    private static final int PRUNED_AT_ONCE = 1_000;

    private final String consumer;

    public InboxStore(String consumer) {
        this.consumer = consumer;
    }

    /** Marks the events as taken; gives the ids of those that were not before. */
    public Set<String> take(Connection transaction, List<Event> events) throws SQLException {
        try (PreparedStatement statement =
                transaction.prepareStatement(
                        """
                        insert into event_inbox (consumer, event_id)
                        select ?, e.id from unnest(?::text[]) as e(id)
                        on conflict do nothing returning event_id
                        """)) {
            statement.setString(1, consumer);
            statement.setArray(
                    2,
                    transaction.createArrayOf(
                            "text", events.stream().map(Event::id).toArray(String[]::new)));
            Set<String> fresh = new HashSet<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    fresh.add(row.getString(1));
                }
            }
            return fresh;
        }
    }

    /** Keeps an event that was given up. */
    public void setAside(Connection transaction, Event event, String reason, int attempts)
            throws SQLException {
        try (PreparedStatement statement =
                transaction.prepareStatement(
                        """
                        insert into event_dead_letter
                          (id, type, topic, key, source, tenant, time, traceparent, payload,
                           consumer, reason, attempts)
                        select e.*, ?, ?, ?
                        from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                                    ?::timestamptz[], ?::text[], ?::bytea[]) as e
                        on conflict do nothing
                        """)) {
            statement.setString(1, consumer);
            statement.setString(2, reason);
            statement.setInt(3, attempts);
            EventColumns.set(statement, 4, List.of(event));
            statement.executeUpdate();
        }
    }

    /** Forgets what was taken longer ago than that, in steps; redeliveries do not come so late. */
    public int prune(DataSource pool, Duration age) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                """
                                delete from event_inbox where ctid = any(array(
                                  select ctid from event_inbox
                                  where taken < ? order by taken limit ?))
                                """)) {
            statement.setTimestamp(1, OutboxStore.before(connection, age));
            statement.setInt(2, PRUNED_AT_ONCE);
            return statement.executeUpdate();
        }
    }
}
