package dev.joch.service.telemetry;

import io.grpc.Metadata;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapSetter;

import org.jspecify.annotations.Nullable;

/** Trace context as headers of a call. */
final class TraceHeaders implements TextMapGetter<Metadata>, TextMapSetter<Metadata> {

    static final TraceHeaders INSTANCE = new TraceHeaders();

    private static final Metadata.Key<String> PARENT = key("traceparent");
    private static final Metadata.Key<String> STATE = key("tracestate");

    private TraceHeaders() {}

    private static Metadata.Key<String> key(String name) {
        return Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
    }

    @Override
    public Iterable<String> keys(Metadata headers) {
        return headers.keys();
    }

    @Override
    public @Nullable String get(@Nullable Metadata headers, String name) {
        return headers == null ? null : headers.get(known(name));
    }

    @Override
    public void set(@Nullable Metadata headers, String name, String value) {
        if (headers != null) {
            headers.discardAll(known(name));
            headers.put(known(name), value);
        }
    }

    private static Metadata.Key<String> known(String name) {
        return name.equals("traceparent") ? PARENT : name.equals("tracestate") ? STATE : key(name);
    }
}
