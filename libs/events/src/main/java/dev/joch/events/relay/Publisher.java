package dev.joch.events.relay;

import dev.joch.events.Event;

import java.util.List;

/** The side of a broker that takes events. */
public interface Publisher extends AutoCloseable {

    /**
     * Sends the events and waits until the broker has all of them. Events of one key arrive in this
     * order. When it throws, any part of them may have arrived, but none before one that has not.
     */
    void publish(List<Event> events) throws InterruptedException;

    @Override
    void close();
}
