package dev.joch.events.metrics;

import dev.joch.events.Event;
import dev.joch.events.Subscription;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongGauge;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Counters and spans of one process. */
public final class EventMetrics implements AutoCloseable {

    private static final AttributeKey<String> LOG = AttributeKey.stringKey("log");
    private static final AttributeKey<String> GROUP = AttributeKey.stringKey("group");
    private static final AttributeKey<String> TOPIC = AttributeKey.stringKey("topic");
    private static final AttributeKey<String> READER = AttributeKey.stringKey("reader");

    private static final TextMapGetter<Event> TRACEPARENT =
            new TextMapGetter<>() {
                @Override
                public Iterable<String> keys(Event event) {
                    return List.of("traceparent");
                }

                @Override
                public @Nullable String get(@Nullable Event event, String key) {
                    return event == null || !key.equals("traceparent") ? null : event.traceparent();
                }
            };

    private final Tracer tracer;
    private final LongCounter relayed;
    private final LongCounter consumed;
    private final LongCounter deadLettered;
    private final ObservableLongGauge lagGauge;
    private final Map<Attributes, LongSupplier> lags = new ConcurrentHashMap<>();

    public EventMetrics(OpenTelemetry telemetry) {
        this.tracer = telemetry.getTracer("dev.joch.events");
        Meter meter = telemetry.getMeter("dev.joch.events");
        this.relayed =
                meter.counterBuilder("joch.events.relayed")
                        .setDescription("Events that the transport has taken over from a log")
                        .build();
        this.consumed =
                meter.counterBuilder("joch.events.consumed")
                        .setDescription("Events that a group has taken, repetitions included")
                        .build();
        this.deadLettered =
                meter.counterBuilder("joch.events.dead_lettered")
                        .setDescription("Events that a group gave up; each one is an incident")
                        .build();
        this.lagGauge =
                meter.gaugeBuilder("joch.events.lag")
                        .ofLongs()
                        .setDescription("Positions that a reader is behind the end of its log")
                        .buildWithCallback(all ->
                                lags.forEach((who, lag) -> all.record(lag.getAsLong(), who)));
    }

    public void relayed(String log, int count) {
        relayed.add(count, Attributes.of(LOG, log));
    }

    public void consumed(String group, List<Event> events) {
        Map<String, Integer> byTopic = new HashMap<>();
        events.forEach(event -> byTopic.merge(event.topic(), 1, Integer::sum));
        byTopic.forEach(
                (topic, count) -> consumed.add(count, Attributes.of(GROUP, group, TOPIC, topic)));
    }

    public void deadLettered(String group, Event event) {
        deadLettered.add(1, Attributes.of(GROUP, group, TOPIC, event.topic()));
    }

    /** Shows that number for as long as the process lives. */
    public void lag(String log, String reader, LongSupplier behind) {
        lags.put(Attributes.of(LOG, log, READER, reader), behind);
    }

    /** Handles the event as a part of the trace that it comes from. */
    public void handling(Subscription subscription, Event event, Connection transaction)
            throws SQLException {
        Context cause =
                W3CTraceContextPropagator.getInstance().extract(Context.root(), event, TRACEPARENT);
        Span span =
                tracer.spanBuilder("consume " + event.type())
                        .setParent(cause)
                        .setSpanKind(SpanKind.CONSUMER)
                        .setAttribute("messaging.destination.name", event.topic())
                        .setAttribute("messaging.consumer.group.name", subscription.group())
                        .setAttribute("messaging.message.id", event.id())
                        .startSpan();
        try (Scope _ = span.makeCurrent()) {
            subscription.handler().handle(transaction, event);
        } catch (SQLException | RuntimeException | Error e) {
            span.setStatus(StatusCode.ERROR, e.getClass().getSimpleName());
            throw e;
        } finally {
            span.end();
        }
    }

    @Override
    public void close() {
        lagGauge.close();
    }
}
