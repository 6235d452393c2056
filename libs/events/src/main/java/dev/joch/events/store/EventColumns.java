package dev.joch.events.store;

import dev.joch.events.Event;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;

/** The attributes of many events as one array a column: one round trip, whatever their number. */
final class EventColumns {

    private EventColumns() {}

    /** Sets nine parameters. */
    static void set(PreparedStatement statement, int first, List<Event> events)
            throws SQLException {
        Connection connection = statement.getConnection();
        texts(connection, statement, first, events, Event::id);
        texts(connection, statement, first + 1, events, Event::type);
        texts(connection, statement, first + 2, events, Event::topic);
        texts(connection, statement, first + 3, events, Event::key);
        texts(connection, statement, first + 4, events, Event::source);
        texts(connection, statement, first + 5, events, Event::tenant);
        // the column keeps microseconds
        texts(connection, statement, first + 6, events, event -> instant(event.time()));
        texts(connection, statement, first + 7, events, Event::traceparent);
        byte[][] payloads =
                events.stream().map(event -> event.payload().toByteArray()).toArray(byte[][]::new);
        array(statement, first + 8, connection.createArrayOf("bytea", payloads));
    }

    private static String instant(Instant time) {
        return time.truncatedTo(ChronoUnit.MICROS).toString();
    }

    private static void texts(
            Connection connection,
            PreparedStatement statement,
            int index,
            List<Event> events,
            Function<Event, String> attribute)
            throws SQLException {
        array(
                statement,
                index,
                connection.createArrayOf(
                        "text", events.stream().map(attribute).toArray(String[]::new)));
    }

    private static void array(PreparedStatement statement, int index, Array array)
            throws SQLException {
        statement.setArray(index, array);
    }
}
