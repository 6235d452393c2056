package dev.joch.trace.span;

import com.google.protobuf.ByteString;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import io.opentelemetry.proto.trace.v1.Span;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Cuts what is too long, and says in the span's own counters what was left away. Pure.
 *
 * <p>Joch's own attributes are never the ones that are left away.
 */
public record TrimSpan(SpanLimits limits) {

    private static final int NAME_BYTES = 1024;
    private static final int STATE_BYTES = 512;
    private static final int DEEPEST = 8;
    private static final String OURS = "joch.";

    /** The span within the limits; the very same object when it is within them already. */
    public Span trim(Span span) {
        if (fits(span)) {
            return span;
        }
        Span.Builder cut = span.toBuilder();
        cut.setName(text(span.getName(), NAME_BYTES));
        cut.setTraceState(text(span.getTraceState(), STATE_BYTES));
        List<KeyValue> attributes = attributes(span.getAttributesList());
        cut.clearAttributes().addAllAttributes(attributes);
        cut.setDroppedAttributesCount(
                span.getDroppedAttributesCount() + span.getAttributesCount() - attributes.size());
        cut.getStatusBuilder().setMessage(text(span.getStatus().getMessage(), NAME_BYTES * 4));
        int events = Math.min(limits.events(), span.getEventsCount());
        cut.clearEvents();
        span.getEventsList()
                .subList(0, events)
                .forEach(event ->
                        cut.addEvents(
                                event.toBuilder()
                                        .setName(text(event.getName(), NAME_BYTES))
                                        .clearAttributes()
                                        .addAllAttributes(attributes(event.getAttributesList()))));
        cut.setDroppedEventsCount(span.getDroppedEventsCount() + span.getEventsCount() - events);
        int links = Math.min(limits.events(), span.getLinksCount());
        cut.clearLinks().addAllLinks(span.getLinksList().subList(0, links));
        cut.setDroppedLinksCount(span.getDroppedLinksCount() + span.getLinksCount() - links);
        return cut.build();
    }

    private boolean fits(Span span) {
        return span.getSerializedSize() <= Math.min(limits.attributeBytes(), NAME_BYTES)
                && span.getAttributesCount() <= limits.attributes()
                && span.getEventsCount() <= limits.events()
                && span.getLinksCount() <= limits.events();
    }

    /** As many as are allowed, each with a value that is not too long. */
    public List<KeyValue> attributes(List<KeyValue> all) {
        List<KeyValue> kept = new ArrayList<>();
        int others =
                limits.attributes()
                        - (int) all.stream().filter(one -> one.getKey().startsWith(OURS)).count();
        for (KeyValue one : all) {
            boolean ours = one.getKey().startsWith(OURS);
            if (kept.size() < limits.attributes() && (ours || others-- > 0)) {
                kept.add(attribute(one));
            }
        }
        return kept;
    }

    private KeyValue attribute(KeyValue one) {
        if (one.getSerializedSize() <= limits.attributeBytes()) {
            return one;
        }
        return KeyValue.newBuilder()
                .setKey(text(one.getKey(), NAME_BYTES))
                .setValue(value(one.getValue(), 0))
                .build();
    }

    private AnyValue value(AnyValue value, int depth) {
        if (value.getSerializedSize() <= limits.attributeBytes()) {
            return value;
        }
        return switch (value.getValueCase()) {
            case STRING_VALUE ->
                    AnyValue.newBuilder()
                            .setStringValue(text(value.getStringValue(), limits.attributeBytes()))
                            .build();
            case BYTES_VALUE ->
                    AnyValue.newBuilder()
                            .setBytesValue(
                                    ByteString.copyFrom(
                                            value.getBytesValue().toByteArray(),
                                            0,
                                            limits.attributeBytes()))
                            .build();
            case ARRAY_VALUE -> depth < DEEPEST ? array(value, depth) : cut();
            case KVLIST_VALUE -> depth < DEEPEST ? pairs(value, depth) : cut();
            default -> value;
        };
    }

    private AnyValue array(AnyValue value, int depth) {
        ArrayValue.Builder kept = ArrayValue.newBuilder();
        int bytes = 0;
        for (AnyValue each : value.getArrayValue().getValuesList()) {
            AnyValue shorter = value(each, depth + 1);
            bytes += shorter.getSerializedSize();
            if (bytes > limits.attributeBytes()) {
                break;
            }
            kept.addValues(shorter);
        }
        return AnyValue.newBuilder().setArrayValue(kept).build();
    }

    private AnyValue pairs(AnyValue value, int depth) {
        KeyValueList.Builder kept = KeyValueList.newBuilder();
        int bytes = 0;
        for (KeyValue each : value.getKvlistValue().getValuesList()) {
            KeyValue shorter = each.toBuilder().setValue(value(each.getValue(), depth + 1)).build();
            bytes += shorter.getSerializedSize();
            if (bytes > limits.attributeBytes()) {
                break;
            }
            kept.addValues(shorter);
        }
        return AnyValue.newBuilder().setKvlistValue(kept).build();
    }

    private static AnyValue cut() {
        return AnyValue.newBuilder().setStringValue("…").build();
    }

    /** Cut between characters, with an ellipsis in place of the rest. */
    static String text(String text, int bytes) {
        if (text.length() <= bytes / 3) {
            return text;
        }
        byte[] all = text.getBytes(StandardCharsets.UTF_8);
        if (all.length <= bytes) {
            return text;
        }
        int end = bytes - 3;
        while (end > 0 && (all[end] & 0xc0) == 0x80) {
            end--;
        }
        return new String(all, 0, end, StandardCharsets.UTF_8) + "…";
    }

    /** Attributes without those names. */
    static List<KeyValue> without(List<KeyValue> all, Set<String> names) {
        return all.stream().filter(one -> !names.contains(one.getKey())).toList();
    }
}
