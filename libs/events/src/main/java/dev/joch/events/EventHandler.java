package dev.joch.events;

import java.sql.Connection;
import java.sql.SQLException;

/** What a consumer makes of an event. */
@FunctionalInterface
public interface EventHandler {

    /**
     * Whether it makes anything of that event. What nobody hears is passed over: it costs no mark
     * and no transaction. The answer may depend on the event only, since it is asked again.
     */
    default boolean hears(Event event) {
        return true;
    }

    /**
     * Changes the consumer's own state, in the transaction that also remembers that this event was
     * taken. Whatever it throws rolls both back: the event comes again, and after too many times it
     * is set aside.
     */
    void handle(Connection transaction, Event event) throws SQLException;

    /**
     * What was handled is committed: a good moment to wake who works on it. A hint only: a crash in
     * between leaves it out.
     */
    default void committed() {}
}
