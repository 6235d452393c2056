package dev.joch.events.store;

import dev.joch.events.Event;
import dev.joch.service.database.Columns;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The attributes of many events, as parameters of a statement. */
final class EventColumns {

    private EventColumns() {}

    /** Sets nine parameters. */
    static void set(PreparedStatement statement, int first, List<Event> events)
            throws SQLException {
        new Columns<>(statement, first, events)
                .texts(Event::id)
                .texts(Event::type)
                .texts(Event::topic)
                .texts(Event::key)
                .texts(Event::source)
                .texts(Event::tenant)
                .texts(EventColumns::time)
                .texts(Event::traceparent)
                .bytes(event -> event.payload().toByteArray());
    }

    /** The column keeps microseconds. */
    private static String time(Event event) {
        return event.time().truncatedTo(ChronoUnit.MICROS).toString();
    }
}
