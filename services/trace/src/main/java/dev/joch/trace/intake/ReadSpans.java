package dev.joch.trace.intake;

import com.google.protobuf.ByteString;

import dev.joch.trace.span.Arrived;
import dev.joch.trace.span.Names;
import dev.joch.trace.span.RunFacts;
import dev.joch.trace.span.RunKey;
import dev.joch.trace.span.SpanFacts;
import dev.joch.trace.span.SpanLimits;
import dev.joch.trace.span.TraceKey;
import dev.joch.trace.span.TrimSpan;

import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** A request to the spans in it, each with its owner, its facts and within its limits. Pure. */
final class ReadSpans {

    private static final int TRACE_BYTES = 16;
    private static final int SPAN_BYTES = 8;
    private static final Set<String> OWNER = Set.of(Names.EXECUTION, Names.NAMESPACE, Names.TENANT);

    private final SpanLimits limits;
    private final TrimSpan trim;

    ReadSpans(SpanLimits limits) {
        this.limits = limits;
        this.trim = new TrimSpan(limits);
    }

    /**
     * What was read.
     *
     * @param refused spans that cannot be kept
     * @param why the last of them was refused; empty when none was
     */
    record Read(List<Arrived> spans, int refused, String why) {}

    /**
     * @param runs what is known of an execution
     */
    Read read(Sender sender, ExportTraceServiceRequest request, Function<RunKey, RunFacts> runs) {
        List<Arrived> spans = new ArrayList<>();
        int refused = 0;
        String why = "";
        for (ResourceSpans group : request.getResourceSpansList()) {
            Resource resource = trimmed(group.getResource());
            for (ScopeSpans scope : group.getScopeSpansList()) {
                ResourceSpans frame =
                        ResourceSpans.newBuilder()
                                .setResource(resource)
                                .setSchemaUrl(group.getSchemaUrl())
                                .addScopeSpans(
                                        ScopeSpans.newBuilder()
                                                .setScope(scope.getScope())
                                                .setSchemaUrl(scope.getSchemaUrl()))
                                .build();
                for (Span span : scope.getSpansList()) {
                    String fault = fault(span);
                    if (fault.isEmpty()) {
                        Arrived arrived = arrived(sender, frame, span, runs);
                        if (arrived.body().length <= limits.spanBytes()) {
                            spans.add(arrived);
                            continue;
                        }
                        fault = "a span has more than " + limits.spanBytes() + " bytes";
                    }
                    refused++;
                    why = fault;
                }
            }
        }
        return new Read(spans, refused, why);
    }

    private Resource trimmed(Resource resource) {
        List<KeyValue> attributes = trim.attributes(resource.getAttributesList());
        return resource.toBuilder()
                .clearAttributes()
                .addAllAttributes(attributes)
                .setDroppedAttributesCount(
                        resource.getDroppedAttributesCount()
                                + resource.getAttributesCount()
                                - attributes.size())
                .build();
    }

    private static String fault(Span span) {
        if (isNoId(span.getTraceId(), TRACE_BYTES)) {
            return "a span has no trace id of 16 bytes";
        }
        if (isNoId(span.getSpanId(), SPAN_BYTES)) {
            return "a span has no id of 8 bytes";
        }
        ByteString parent = span.getParentSpanId();
        if (!parent.isEmpty() && parent.size() != SPAN_BYTES) {
            return "a span has a parent whose id has not 8 bytes";
        }
        return "";
    }

    private static boolean isNoId(ByteString id, int bytes) {
        if (id.size() != bytes) {
            return true;
        }
        for (int i = 0; i < bytes; i++) {
            if (id.byteAt(i) != 0) {
                return false;
            }
        }
        return true;
    }

    private Arrived arrived(
            Sender sender, ResourceSpans frame, Span came, Function<RunKey, RunFacts> runs) {
        Span span = trim.trim(came);
        RunKey run =
                switch (sender) {
                    case Sender.Workload workload -> workload.run();
                    case Sender.Service service -> named(SpanFacts.texts(span.getAttributesList()));
                };
        if (sender instanceof Sender.Workload) {
            span = owned(span, run);
        }
        ResourceSpans.Builder body = frame.toBuilder();
        body.getScopeSpansBuilder(0).addSpans(span);
        long start = micros(span.getStartTimeUnixNano());
        return new Arrived(
                new TraceKey(run, hex(span.getTraceId())),
                hex(span.getSpanId()),
                start,
                Math.max(start, micros(span.getEndTimeUnixNano())),
                SpanFacts.of(span),
                known(sender, runs.apply(run)),
                body.build().toByteArray());
    }

    /** Where the store does not say which agent it is, the token does. */
    private static RunFacts known(Sender sender, RunFacts facts) {
        return facts.agent().isEmpty() && sender instanceof Sender.Workload workload
                ? new RunFacts(workload.agent(), facts.environment(), facts.sampling())
                : facts;
    }

    /** Nobody but the token says whose span it is: what the program says of it is replaced. */
    private static Span owned(Span span, RunKey run) {
        List<KeyValue> attributes = new ArrayList<>();
        attributes.add(attribute(Names.EXECUTION, run.execution()));
        attributes.add(attribute(Names.NAMESPACE, run.namespace()));
        attributes.add(attribute(Names.TENANT, run.tenant()));
        span.getAttributesList().stream()
                .filter(one -> !OWNER.contains(one.getKey()))
                .forEach(attributes::add);
        return span.toBuilder().clearAttributes().addAllAttributes(attributes).build();
    }

    private static KeyValue attribute(String key, String value) {
        return KeyValue.newBuilder()
                .setKey(key)
                .setValue(AnyValue.newBuilder().setStringValue(value))
                .build();
    }

    /** The execution that a service names, as a whole; a part of a name is none. */
    private static RunKey named(Map<String, String> attributes) {
        String execution = attributes.getOrDefault(Names.EXECUTION, "");
        String namespace = attributes.getOrDefault(Names.NAMESPACE, "");
        String tenant = attributes.getOrDefault(Names.TENANT, "");
        boolean whole = !execution.isEmpty() && !namespace.isEmpty() && !tenant.isEmpty();
        boolean possible =
                SpanFacts.isName(execution)
                        && SpanFacts.isName(namespace)
                        && SpanFacts.isName(tenant);
        return whole && possible ? new RunKey(tenant, namespace, execution) : RunKey.NONE;
    }

    private static long micros(long nanos) {
        return TimeUnit.NANOSECONDS.toMicros(Math.max(0, nanos));
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
