package dev.joch.events;

/** A way from the logs of the services that publish to the handlers of those that listen. */
public interface EventTransport extends AutoCloseable {

    /** Hands the log on, until closed. */
    void publish(EventSource source);

    /** Gives the consumer what its subscription names, until closed. */
    void consume(EventConsumer consumer);

    /** Stops, finishing what is under way. */
    @Override
    void close();
}
