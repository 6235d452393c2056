package dev.joch.trace.span;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one span says of its run. Pure.
 *
 * @param root nothing is above it, or it is the whole execution
 * @param remarkable an error, a denial or an anomaly: what tail sampling is for
 * @param costMicroUsd what it cost; 0 when it does not say
 */
public record SpanFacts(
        SpanSort sort,
        boolean root,
        boolean error,
        boolean remarkable,
        long costMicroUsd,
        String agent,
        String environment) {

    private static final Set<String> REMARKABLE_EVENTS =
            Set.of(
                    "joch.policy.denied",
                    "joch.budget.exceeded",
                    "joch.provider.switched",
                    "joch.mcp.schema_drift",
                    "exception");

    private static final int MOST_NAME = 253;

    private static final double MICRO = 1_000_000;

    /** A single span that says it cost more says nonsense. */
    private static final double MOST_USD = 1_000_000;

    public static SpanFacts of(Span span) {
        Map<String, String> attributes = texts(span.getAttributesList());
        SpanSort sort = SpanSort.of(span, attributes);
        boolean error = span.getStatus().getCode() == StatusCode.STATUS_CODE_ERROR;
        boolean denied = attributes.getOrDefault(Names.HOOK_DECISION, "").equals("deny");
        boolean told =
                span.getEventsList().stream()
                        .anyMatch(event -> REMARKABLE_EVENTS.contains(event.getName()));
        return new SpanFacts(
                sort,
                sort == SpanSort.EXECUTION || span.getParentSpanId().isEmpty(),
                error,
                error || denied || told,
                cost(attributes),
                name(attributes, Names.AGENT),
                name(attributes, Names.ENVIRONMENT));
    }

    /** The tool that a span calls; empty when it calls none. */
    public static String tool(Span span) {
        Map<String, String> attributes = texts(span.getAttributesList());
        return SpanSort.of(span, attributes) == SpanSort.TOOL_CALL
                ? name(
                        attributes,
                        attributes.containsKey(Names.TOOL) ? Names.TOOL : Names.GENERIC_TOOL)
                : "";
    }

    /** A name can be a key in the database; anything else counts as nothing. */
    private static String name(Map<String, String> attributes, String key) {
        String name = attributes.getOrDefault(key, "");
        return isName(name) ? name : "";
    }

    /** Whether the database can hold it as a key. */
    public static boolean isName(String text) {
        return text.length() <= MOST_NAME && text.indexOf('\0') < 0;
    }

    private static long cost(Map<String, String> attributes) {
        String text = attributes.getOrDefault(Names.MODEL_COST, attributes.get(Names.COST));
        if (text == null) {
            return 0;
        }
        try {
            double usd = Double.parseDouble(text);
            return usd > 0 && usd <= MOST_USD ? Math.round(usd * MICRO) : 0;
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Simple values as text; lists and maps are left out. */
    public static Map<String, String> texts(List<KeyValue> attributes) {
        Map<String, String> texts = new HashMap<>();
        for (KeyValue attribute : attributes) {
            AnyValue value = attribute.getValue();
            switch (value.getValueCase()) {
                case STRING_VALUE -> texts.put(attribute.getKey(), value.getStringValue());
                case BOOL_VALUE ->
                        texts.put(attribute.getKey(), String.valueOf(value.getBoolValue()));
                case INT_VALUE ->
                        texts.put(attribute.getKey(), String.valueOf(value.getIntValue()));
                case DOUBLE_VALUE ->
                        texts.put(attribute.getKey(), String.valueOf(value.getDoubleValue()));
                default -> {
                    // nothing that is decided by
                }
            }
        }
        return texts;
    }
}
