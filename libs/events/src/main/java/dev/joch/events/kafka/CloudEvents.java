package dev.joch.events.kafka;

import com.google.protobuf.ByteString;

import dev.joch.events.Event;
import dev.joch.events.Shards;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;

/** Events as records: CloudEvents in binary mode, with the tenant and the trace context. */
final class CloudEvents {

    static final String REASON = "joch_reason";
    static final String ATTEMPTS = "joch_attempts";
    static final String GROUP = "joch_group";
    static final String ORIGIN = "joch_origin";

    private CloudEvents() {}

    static ProducerRecord<byte[], byte[]> record(String topic, Event event) {
        ProducerRecord<byte[], byte[]> record =
                new ProducerRecord<>(
                        topic,
                        Shards.of(event.key()),
                        event.key().getBytes(StandardCharsets.UTF_8),
                        event.payload().toByteArray());
        Headers headers = record.headers();
        set(headers, "ce_specversion", "1.0");
        set(headers, "ce_id", event.id());
        set(headers, "ce_type", event.type());
        set(headers, "ce_source", event.source());
        set(headers, "ce_subject", event.key());
        set(headers, "ce_time", event.time().toString());
        set(headers, "ce_tenant", event.tenant());
        set(headers, "content-type", "application/protobuf");
        if (!event.traceparent().isEmpty()) {
            set(headers, "traceparent", event.traceparent());
        }
        return record;
    }

    static void set(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Reads a record back.
     *
     * @param topic without the prefix of the installation
     * @throws IllegalArgumentException when it is none of ours
     */
    static Event event(String topic, ConsumerRecord<byte[], byte[]> record) {
        Headers headers = record.headers();
        try {
            return new Event(
                    text(headers, "ce_id"),
                    text(headers, "ce_type"),
                    topic,
                    record.key() == null ? "" : new String(record.key(), StandardCharsets.UTF_8),
                    text(headers, "ce_source"),
                    text(headers, "ce_tenant"),
                    Instant.parse(text(headers, "ce_time")),
                    text(headers, "traceparent"),
                    record.value() == null
                            ? ByteString.EMPTY
                            : ByteString.copyFrom(record.value()));
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException("ce_time is no time", e);
        }
    }

    private static String text(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null || header.value() == null
                ? ""
                : new String(header.value(), StandardCharsets.UTF_8);
    }
}
