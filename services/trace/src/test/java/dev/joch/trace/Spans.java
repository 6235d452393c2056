package dev.joch.trace;

import com.google.protobuf.ByteString;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/** Spans as an agent sends them. */
public final class Spans {

    /** When they begin, in nanoseconds since 1970. */
    static final long START = 1_770_000_000_000_000_000L;

    private static final long MILLI = 1_000_000;

    private Spans() {}

    public static String traceId(int number) {
        return String.format("%032x", number);
    }

    public static String spanId(int number) {
        return String.format("%016x", number);
    }

    /** A span that begins a millisecond later for each number, and takes ten. */
    public static Span.Builder span(int trace, int number, int parent, String name) {
        return Span.newBuilder()
                .setTraceId(ByteString.copyFrom(HexFormat.of().parseHex(traceId(trace))))
                .setSpanId(ByteString.copyFrom(HexFormat.of().parseHex(spanId(number))))
                .setParentSpanId(
                        parent == 0
                                ? ByteString.EMPTY
                                : ByteString.copyFrom(HexFormat.of().parseHex(spanId(parent))))
                .setName(name)
                .setKind(Span.SpanKind.SPAN_KIND_INTERNAL)
                .setStartTimeUnixNano(START + number * MILLI)
                .setEndTimeUnixNano(START + (number + 10) * MILLI);
    }

    public static Span.Builder failed(Span.Builder span) {
        return span.setStatus(
                Status.newBuilder()
                        .setCode(Status.StatusCode.STATUS_CODE_ERROR)
                        .setMessage("it broke"));
    }

    public static Span.Builder with(Span.Builder span, Map<String, String> attributes) {
        attributes.forEach((key, value) -> span.addAttributes(text(key, value)));
        return span;
    }

    public static KeyValue text(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    public static ExportTraceServiceRequest request(Span.Builder... spans) {
        ScopeSpans.Builder scope = ScopeSpans.newBuilder();
        Arrays.stream(spans).forEach(scope::addSpans);
        return ExportTraceServiceRequest.newBuilder()
                .addResourceSpans(
                        ResourceSpans.newBuilder()
                                .setResource(
                                        Resource.newBuilder()
                                                .addAttributes(text("service.name", "my-agent")))
                                .addScopeSpans(scope))
                .build();
    }
}
