package dev.joch.events;

import com.google.protobuf.Message;

import dev.joch.schema.v1.EventOptions;
import dev.joch.schema.v1.Options;
import dev.joch.service.id.Ids;

import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;

import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;

/** Makes events of one service out of messages of the contract. */
public final class Events {

    private static final String TRACEPARENT = "traceparent";

    private final String source;
    private final Ids ids;
    private final InstantSource clock;

    /**
     * @param source name of the service
     */
    public Events(String source, Ids ids, InstantSource clock) {
        this.source = source;
        this.ids = ids;
        this.clock = clock;
    }

    /** An event that happens now, caused by what the current span stands for. */
    public Event of(Message message, String key, String tenant) {
        return of(ids.nextText(), message, key, tenant, clock.instant(), traceparent());
    }

    /**
     * An event with an identity of its own making: who makes it twice says the same thing twice,
     * and consumers take it once.
     */
    public Event of(
            String id,
            Message message,
            String key,
            String tenant,
            Instant time,
            String traceparent) {
        return new Event(
                id,
                message.getDescriptorForType().getFullName(),
                topic(message),
                key,
                source,
                tenant,
                time,
                traceparent,
                message.toByteString());
    }

    /** Where the contract says that this message travels. */
    public static String topic(Message message) {
        EventOptions options =
                message.getDescriptorForType().getOptions().getExtension(Options.event);
        if (options.getTopic().isEmpty()) {
            throw new IllegalArgumentException(
                    message.getDescriptorForType().getFullName()
                            + " is no event: its message has no option (joch.schema.v1.event)");
        }
        return options.getTopic();
    }

    /** The current span as W3C trace context; empty when there is none. */
    public static String traceparent() {
        Map<String, String> carrier = new HashMap<>();
        W3CTraceContextPropagator.getInstance()
                .inject(
                        Context.current(),
                        carrier,
                        (to, name, value) -> {
                            if (to != null) {
                                to.put(name, value);
                            }
                        });
        return carrier.getOrDefault(TRACEPARENT, "");
    }
}
