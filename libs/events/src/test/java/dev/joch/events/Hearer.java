package dev.joch.events;

import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.testkit.wait.Await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A listening service: writes down what it hears. */
final class Hearer implements AutoCloseable {

    static final Duration SOON = Duration.ofSeconds(60);

    private final String url;
    private final Database database;
    private final Set<String> poison = ConcurrentHashMap.newKeySet();
    private final Set<String> deaf = ConcurrentHashMap.newKeySet();

    Hearer(String url) {
        this.url = url;
        this.database =
                Database.open(new DatabaseConfig(url, "", "", 8, false), "hearer", "events");
    }

    Database database() {
        return database;
    }

    /** Fails whenever it hears that event, or one of that key. */
    void cannotStand(String idOrKey) {
        poison.add(idOrKey);
    }

    /** Makes nothing of events of that key. */
    void doesNotHear(String key) {
        deaf.add(key);
    }

    EventConsumer consumer(String group, String... topics) {
        return consumer(group, ShardListener.NONE, topics);
    }

    EventConsumer consumer(String group, ShardListener shards, String... topics) {
        EventHandler handler =
                new EventHandler() {
                    @Override
                    public boolean hears(Event event) {
                        return !deaf.contains(event.key());
                    }

                    @Override
                    public void handle(Connection transaction, Event event) throws SQLException {
                        if (poison.contains(event.id()) || poison.contains(event.key())) {
                            throw new IllegalStateException("cannot stand " + event.id());
                        }
                        writeDown(transaction, group, event);
                    }
                };
        return new EventConsumer(
                new Subscription(group, Set.of(topics), handler, shards), database);
    }

    private static void writeDown(Connection transaction, String group, Event event)
            throws SQLException {
        try (PreparedStatement statement =
                transaction.prepareStatement(
                        "insert into heard (consumer, key, n, id) values (?, ?, ?, ?)")) {
            statement.setString(1, group);
            statement.setString(2, event.key());
            statement.setLong(3, Long.parseLong(event.payload().toStringUtf8()));
            statement.setString(4, event.id());
            statement.executeUpdate();
        }
    }

    /** What a group has heard of each key, in order. */
    Map<String, List<Long>> heard(String group) {
        Map<String, List<Long>> heard = new HashMap<>();
        query(
                "select key, n from joch_hearer.heard where consumer = '"
                        + group
                        + "' order by seq",
                row ->
                        heard.computeIfAbsent(row.getString(1), _ -> new ArrayList<>())
                                .add(row.getLong(2)));
        return heard;
    }

    int count(String group) {
        return heard(group).values().stream().mapToInt(List::size).sum();
    }

    void awaitCount(String group, int count) {
        Await.until(group + " hears " + count + " events", SOON, () -> count(group) >= count);
    }

    /** Ids that are marked as taken. */
    Set<String> taken(String group) {
        Set<String> ids = new HashSet<>();
        query(
                "select event_id from joch_hearer.event_inbox where consumer = '" + group + "'",
                row -> ids.add(row.getString(1)));
        return ids;
    }

    /** Ids that were set aside, with the reason. */
    Map<String, String> setAside(String group) {
        Map<String, String> reasons = new HashMap<>();
        query(
                "select id, reason from joch_hearer.event_dead_letter where consumer = '"
                        + group
                        + "'",
                row -> reasons.put(row.getString(1), row.getString(2)));
        return reasons;
    }

    interface Row {
        void take(ResultSet row) throws SQLException;
    }

    void query(String sql, Row each) {
        try (Connection connection = DriverManager.getConnection(url);
                PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                each.take(rows);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        database.close();
    }
}
