package dev.joch.events;

import dev.joch.service.process.ServicePart;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.function.Supplier;

/** All events of this process, in and out. */
public final class EventFlow implements ServicePart {

    private final Supplier<EventTransport> transports;
    private final List<EventSource> sources;
    private final List<EventConsumer> consumers;
    private @Nullable EventTransport transport;

    /**
     * @param transports asked once, and only when somebody publishes or listens
     */
    public EventFlow(
            Supplier<EventTransport> transports,
            List<EventSource> sources,
            List<EventConsumer> consumers) {
        this.transports = transports;
        this.sources = List.copyOf(sources);
        this.consumers = List.copyOf(consumers);
    }

    @Override
    public String name() {
        return "events";
    }

    /** After the mesh and the feeds: handlers may call other services. */
    @Override
    public int order() {
        return 170;
    }

    @Override
    public void start() {
        if (sources.isEmpty() && consumers.isEmpty()) {
            return;
        }
        EventTransport open = transports.get();
        transport = open;
        sources.forEach(open::publish);
        consumers.forEach(open::consume);
    }

    @Override
    public void close() {
        EventTransport open = transport;
        if (open != null) {
            open.close();
        }
    }
}
