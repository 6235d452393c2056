package dev.joch.events;

import com.google.protobuf.ByteString;

import java.time.Instant;

/**
 * Something that happened, as it travels. On the wire its attributes are those of CloudEvents.
 *
 * @param id unique; a consumer takes it once
 * @param type full name of the message, e.g. {@code joch.event.v1.AgentCompiled}
 * @param topic where it belongs, as the contract says
 * @param key events of one key arrive in order
 * @param source service that it comes from, e.g. {@code resource-store}
 * @param traceparent W3C trace context of the cause; empty when there is none
 * @param payload the message
 */
public record Event(
        String id,
        String type,
        String topic,
        String key,
        String source,
        String tenant,
        Instant time,
        String traceparent,
        ByteString payload) {

    public Event {
        if (id.isEmpty() || type.isEmpty() || topic.isEmpty() || key.isEmpty()) {
            throw new IllegalArgumentException("an event has id, type, topic and key");
        }
    }
}
