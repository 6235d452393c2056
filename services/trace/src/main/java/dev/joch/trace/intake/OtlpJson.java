package dev.joch.trace.intake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/**
 * OTLP as JSON. It is not the JSON of Protobuf: ids are hexadecimal, enumerations are numbers.
 * Unknown fields are passed over, as the standard asks.
 */
final class OtlpJson {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** A binary message may not be nested deeper than about so much either. */
    private static final int DEEPEST = 16;

    private OtlpJson() {}

    /** Throws {@link IllegalArgumentException} for what is no OTLP. */
    static ExportTraceServiceRequest read(byte[] text) {
        JsonNode root;
        try {
            root = JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException("the body is no JSON", e);
        }
        if (root == null || !root.isObject()) {
            throw new IllegalArgumentException("the body is no JSON object");
        }
        ExportTraceServiceRequest.Builder request = ExportTraceServiceRequest.newBuilder();
        for (JsonNode each : root.path("resourceSpans")) {
            request.addResourceSpans(resourceSpans(each));
        }
        return request.build();
    }

    private static ResourceSpans resourceSpans(JsonNode node) {
        ResourceSpans.Builder spans =
                ResourceSpans.newBuilder()
                        .setResource(
                                Resource.newBuilder()
                                        .addAllAttributes(
                                                attributes(
                                                        node.path("resource").path("attributes"),
                                                        0)))
                        .setSchemaUrl(node.path("schemaUrl").asText(""));
        for (JsonNode scope : node.path("scopeSpans")) {
            JsonNode named = scope.path("scope");
            ScopeSpans.Builder group =
                    ScopeSpans.newBuilder()
                            .setScope(
                                    InstrumentationScope.newBuilder()
                                            .setName(named.path("name").asText(""))
                                            .setVersion(named.path("version").asText(""))
                                            .addAllAttributes(
                                                    attributes(named.path("attributes"), 0)))
                            .setSchemaUrl(scope.path("schemaUrl").asText(""));
            scope.path("spans").forEach(span -> group.addSpans(span(span)));
            spans.addScopeSpans(group);
        }
        return spans.build();
    }

    private static Span span(JsonNode node) {
        Span.Builder span =
                Span.newBuilder()
                        .setTraceId(id(node, "traceId"))
                        .setSpanId(id(node, "spanId"))
                        .setParentSpanId(id(node, "parentSpanId"))
                        .setTraceState(node.path("traceState").asText(""))
                        .setFlags((int) number(node.path("flags")))
                        .setName(node.path("name").asText(""))
                        .setKindValue(word(node.path("kind"), Span.SpanKind.class))
                        .setStartTimeUnixNano(number(node.path("startTimeUnixNano")))
                        .setEndTimeUnixNano(number(node.path("endTimeUnixNano")))
                        .addAllAttributes(attributes(node.path("attributes"), 0))
                        .setDroppedAttributesCount(dropped(node, "droppedAttributesCount"))
                        .setDroppedEventsCount(dropped(node, "droppedEventsCount"))
                        .setDroppedLinksCount(dropped(node, "droppedLinksCount"))
                        .setStatus(
                                Status.newBuilder()
                                        .setMessage(node.path("status").path("message").asText(""))
                                        .setCodeValue(
                                                word(
                                                        node.path("status").path("code"),
                                                        Status.StatusCode.class)));
        for (JsonNode event : node.path("events")) {
            span.addEvents(
                    Span.Event.newBuilder()
                            .setTimeUnixNano(number(event.path("timeUnixNano")))
                            .setName(event.path("name").asText(""))
                            .addAllAttributes(attributes(event.path("attributes"), 0))
                            .setDroppedAttributesCount(dropped(event, "droppedAttributesCount")));
        }
        for (JsonNode link : node.path("links")) {
            span.addLinks(
                    Span.Link.newBuilder()
                            .setTraceId(id(link, "traceId"))
                            .setSpanId(id(link, "spanId"))
                            .setTraceState(link.path("traceState").asText(""))
                            .addAllAttributes(attributes(link.path("attributes"), 0)));
        }
        return span.build();
    }

    private static List<KeyValue> attributes(JsonNode nodes, int depth) {
        List<KeyValue> attributes = new ArrayList<>();
        for (JsonNode node : nodes) {
            attributes.add(
                    KeyValue.newBuilder()
                            .setKey(node.path("key").asText(""))
                            .setValue(value(node.path("value"), depth))
                            .build());
        }
        return attributes;
    }

    private static AnyValue value(JsonNode node, int depth) {
        if (depth > DEEPEST) {
            throw new IllegalArgumentException(
                    "an attribute is nested deeper than " + DEEPEST + " times");
        }
        AnyValue.Builder value = AnyValue.newBuilder();
        if (node.has("stringValue")) {
            value.setStringValue(node.get("stringValue").asText());
        } else if (node.has("boolValue")) {
            value.setBoolValue(node.get("boolValue").asBoolean());
        } else if (node.has("intValue")) {
            value.setIntValue(number(node.get("intValue")));
        } else if (node.has("doubleValue")) {
            value.setDoubleValue(fraction(node.get("doubleValue")));
        } else if (node.has("bytesValue")) {
            value.setBytesValue(
                    ByteString.copyFrom(
                            Base64.getDecoder().decode(node.get("bytesValue").asText())));
        } else if (node.has("arrayValue")) {
            ArrayValue.Builder all = ArrayValue.newBuilder();
            node.get("arrayValue")
                    .path("values")
                    .forEach(each -> all.addValues(value(each, depth + 1)));
            value.setArrayValue(all);
        } else if (node.has("kvlistValue")) {
            value.setKvlistValue(
                    KeyValueList.newBuilder()
                            .addAllValues(
                                    attributes(node.get("kvlistValue").path("values"), depth + 1)));
        }
        return value.build();
    }

    private static ByteString id(JsonNode node, String field) {
        return ByteString.copyFrom(HexFormat.of().parseHex(node.path(field).asText("")));
    }

    private static int dropped(JsonNode node, String field) {
        return (int) Math.clamp(number(node.path(field)), 0, Integer.MAX_VALUE);
    }

    /** Whole numbers of 64 bits come as text, or as numbers. */
    private static long number(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return 0;
        }
        try {
            return node.isNumber() ? node.longValue() : Long.parseLong(node.asText());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + node.asText() + "\" is no whole number", e);
        }
    }

    private static double fraction(JsonNode node) {
        try {
            return node.isNumber() ? node.doubleValue() : Double.parseDouble(node.asText());
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("\"" + node.asText() + "\" is no number", e);
        }
    }

    /** A number, or the name that some senders write. */
    private static <E extends Enum<E>> int word(JsonNode node, Class<E> type) {
        if (!node.isTextual()) {
            return (int) number(node);
        }
        for (E each : type.getEnumConstants()) {
            if (each.name().equals(node.asText().toUpperCase(Locale.ROOT))) {
                return each.ordinal();
            }
        }
        throw new IllegalArgumentException("\"" + node.asText() + "\" is not known");
    }
}
