package dev.joch.service.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A place in a trace as text, the {@code traceparent} of W3C: for what outlives the call, such as a
 * row or an event.
 */
public final class TraceParent {

    private TraceParent() {}

    /** Where the current thread is; empty outside of every trace. */
    public static String current() {
        SpanContext here = Span.current().getSpanContext();
        return here.isValid()
                ? "00-"
                        + here.getTraceId()
                        + "-"
                        + here.getSpanId()
                        + "-"
                        + here.getTraceFlags().asHex()
                : "";
    }

    /** A context in which work is the consequence of that; the root where the text says nothing. */
    public static Context parse(String traceparent) {
        return traceparent.isEmpty()
                ? Context.root()
                : W3CTraceContextPropagator.getInstance()
                        .extract(Context.root(), traceparent, AsText.INSTANCE);
    }

    private enum AsText implements TextMapGetter<String> {
        INSTANCE;

        @Override
        public Iterable<String> keys(String text) {
            return List.of("traceparent");
        }

        @Override
        public @Nullable String get(@Nullable String text, String key) {
            return key.equals("traceparent") ? text : null;
        }
    }
}
