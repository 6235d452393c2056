package dev.joch.trace.read;

import com.google.protobuf.ByteString;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;

import dev.joch.trace.span.Names;
import dev.joch.trace.span.SpanFacts;
import dev.joch.trace.v1.Span;
import dev.joch.trace.v1.SpanEvent;

import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.opentelemetry.proto.trace.v1.Status.StatusCode;

import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;

/** A span as it came to a span as it is shown. Pure. */
final class SpanView {

    private static final long NANOS = 1_000_000_000;
    private static final int NANOS_PER_MICRO = 1_000;
    private static final String KIND = "SPAN_KIND_";

    /** Numbers in a Struct are doubles; a larger whole number would change its digits. */
    private static final long EXACT = 1L << 53;

    private SpanView() {}

    /**
     * @param body with one span
     */
    static Span of(ResourceSpans body) {
        var span = body.getScopeSpans(0).getSpans(0);
        long nanos = span.getEndTimeUnixNano() - span.getStartTimeUnixNano();
        Span.Builder view =
                Span.newBuilder()
                        .setTraceId(hex(span.getTraceId()))
                        .setSpanId(hex(span.getSpanId()))
                        .setParentSpanId(hex(span.getParentSpanId()))
                        .setName(span.getName())
                        .setKind(kind(span.getKind()))
                        .setService(
                                SpanFacts.texts(body.getResource().getAttributesList())
                                        .getOrDefault(Names.SERVICE, ""))
                        .setStartedAt(time(span.getStartTimeUnixNano()))
                        .setDurationUs(Math.max(0, nanos / NANOS_PER_MICRO))
                        .setStatus(status(span.getStatus().getCode()))
                        .setStatusMessage(span.getStatus().getMessage())
                        .setAttributes(struct(span.getAttributesList()));
        span.getEventsList()
                .forEach(event ->
                        view.addEvents(
                                SpanEvent.newBuilder()
                                        .setName(event.getName())
                                        .setAt(time(event.getTimeUnixNano()))
                                        .setAttributes(struct(event.getAttributesList()))));
        return view.build();
    }

    private static String kind(SpanKind kind) {
        return switch (kind) {
            case SPAN_KIND_SERVER, SPAN_KIND_CLIENT, SPAN_KIND_PRODUCER, SPAN_KIND_CONSUMER ->
                    kind.name().substring(KIND.length()).toLowerCase(Locale.ROOT);
            case SPAN_KIND_INTERNAL, SPAN_KIND_UNSPECIFIED, UNRECOGNIZED -> "internal";
        };
    }

    private static String status(StatusCode code) {
        return switch (code) {
            case STATUS_CODE_OK -> "ok";
            case STATUS_CODE_ERROR -> "error";
            case STATUS_CODE_UNSET, UNRECOGNIZED -> "";
        };
    }

    private static Timestamp time(long nanos) {
        return Timestamp.newBuilder()
                .setSeconds(Math.floorDiv(nanos, NANOS))
                .setNanos((int) Math.floorMod(nanos, NANOS))
                .build();
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }

    private static Struct struct(List<KeyValue> attributes) {
        Struct.Builder struct = Struct.newBuilder();
        attributes.forEach(one -> struct.putFields(one.getKey(), value(one.getValue())));
        return struct.build();
    }

    private static Value value(AnyValue value) {
        return switch (value.getValueCase()) {
            case STRING_VALUE -> text(value.getStringValue());
            case BOOL_VALUE -> Value.newBuilder().setBoolValue(value.getBoolValue()).build();
            case INT_VALUE ->
                    Math.abs(value.getIntValue()) <= EXACT
                            ? Value.newBuilder().setNumberValue(value.getIntValue()).build()
                            : text(Long.toString(value.getIntValue()));
            case DOUBLE_VALUE -> number(value.getDoubleValue());
            case BYTES_VALUE ->
                    text(Base64.getEncoder().encodeToString(value.getBytesValue().toByteArray()));
            case ARRAY_VALUE -> {
                ListValue.Builder list = ListValue.newBuilder();
                value.getArrayValue().getValuesList().forEach(each -> list.addValues(value(each)));
                yield Value.newBuilder().setListValue(list).build();
            }
            case KVLIST_VALUE ->
                    Value.newBuilder()
                            .setStructValue(struct(value.getKvlistValue().getValuesList()))
                            .build();
            default -> Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
        };
    }

    /** JSON has no words for what is no number. */
    private static Value number(double number) {
        return Double.isFinite(number)
                ? Value.newBuilder().setNumberValue(number).build()
                : text(Double.toString(number));
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }
}
