package dev.joch.agent;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Events as spans of OTLP, in its JSON form. */
final class Spans {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int INTERNAL = 1;
    private static final int PARTS = 4;

    private final Http http;
    private final Map<String, String> environment;

    Spans(Http http, Map<String, String> environment) {
        this.http = http;
        this.environment = environment;
    }

    void send(String name, Map<String, ? extends @Nullable Object> payload, Instant at) {
        http.post(
                "trace service",
                "JOCH_TRACE_URL",
                "/v1/traces",
                Map.of("resourceSpans", List.of(resource(span(name, payload, at)))),
                PATIENCE);
    }

    private Map<String, Object> resource(Map<String, Object> span) {
        return Map.of(
                "resource",
                Map.of(
                        "attributes",
                        List.of(
                                text("service.name", environment.getOrDefault("JOCH_AGENT", "")),
                                text(
                                        "joch.execution.id",
                                        environment.getOrDefault("JOCH_EXECUTION_ID", "")))),
                "scopeSpans",
                List.of(Map.of("scope", Map.of("name", "joch-agent"), "spans", List.of(span))));
    }

    private Map<String, Object> span(
            String name, Map<String, ? extends @Nullable Object> payload, Instant at) {
        String[] parent = environment.getOrDefault("TRACEPARENT", "").split("-", -1);
        boolean traced = parent.length >= PARTS;
        String nanos = at.getEpochSecond() + "%09d".formatted(at.getNano());
        List<Object> attributes = new ArrayList<>();
        payload.forEach((key, value) -> attributes.add(attribute(key, value)));
        return Map.of(
                "traceId", traced ? parent[1] : hex(2),
                "spanId", hex(1),
                "parentSpanId", traced ? parent[2] : "",
                "name", name,
                "kind", INTERNAL,
                "startTimeUnixNano", nanos,
                "endTimeUnixNano", nanos,
                "attributes", attributes);
    }

    private static String hex(int longs) {
        StringBuilder hex = new StringBuilder();
        for (int i = 0; i < longs; i++) {
            // 0 is no id
            hex.append("%016x".formatted(ThreadLocalRandom.current().nextLong() | 1));
        }
        return hex.toString();
    }

    private static Map<String, Object> attribute(String key, @Nullable Object value) {
        Map<String, Object> typed =
                switch (value) {
                    case Boolean flag -> Map.of("boolValue", flag);
                    case Integer number -> Map.of("intValue", number.toString());
                    case Long number -> Map.of("intValue", number.toString());
                    case Number number -> Map.of("doubleValue", number);
                    case CharSequence text -> Map.of("stringValue", text);
                    case null, default -> Map.of("stringValue", Json.write(value));
                };
        return Map.of("key", key, "value", typed);
    }

    private static Map<String, Object> text(String key, String value) {
        return Map.of("key", key, "value", Map.of("stringValue", value));
    }
}
