package dev.joch.testkit.trace;

import com.google.protobuf.ByteString;

import io.grpc.Server;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** Takes traces over OTLP and gRPC, as any collector does. */
public final class TraceCollector implements AutoCloseable {

    /**
     * A span that arrived.
     *
     * @param service that told it
     * @param parent id of the span above; empty at the root
     */
    public record Told(
            String service,
            String name,
            Span.SpanKind kind,
            String trace,
            String id,
            String parent,
            boolean failed,
            Map<String, String> attributes) {}

    private final List<Told> spans = new CopyOnWriteArrayList<>();
    private final Server server;

    private TraceCollector(int port) {
        server =
                NettyServerBuilder.forAddress(new InetSocketAddress("127.0.0.1", port))
                        .addService(new Intake())
                        .build();
    }

    /** On a free port. */
    public static TraceCollector start() {
        return start(0);
    }

    public static TraceCollector start(int port) {
        TraceCollector collector = new TraceCollector(port);
        try {
            collector.server.start();
        } catch (IOException e) {
            throw new UncheckedIOException("the collector cannot listen", e);
        }
        return collector;
    }

    /** What to set as the endpoint. */
    public String endpoint() {
        return "http://127.0.0.1:" + server.getPort();
    }

    /** Everything that came, in the order it came. */
    public List<Told> spans() {
        return List.copyOf(spans);
    }

    public List<Told> spansOf(String trace) {
        return spans.stream().filter(span -> span.trace().equals(trace)).toList();
    }

    /** The span of that trace with that id. */
    public Optional<Told> span(String trace, String id) {
        return spansOf(trace).stream().filter(span -> span.id().equals(id)).findFirst();
    }

    @Override
    public void close() {
        server.shutdownNow();
        try {
            server.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Intake extends TraceServiceGrpc.TraceServiceImplBase {
        @Override
        public void export(
                ExportTraceServiceRequest request,
                StreamObserver<ExportTraceServiceResponse> answer) {
            for (ResourceSpans resource : request.getResourceSpansList()) {
                String service =
                        texts(resource.getResource().getAttributesList())
                                .getOrDefault("service.name", "");
                for (ScopeSpans scope : resource.getScopeSpansList()) {
                    scope.getSpansList().forEach(span -> spans.add(told(service, span)));
                }
            }
            answer.onNext(ExportTraceServiceResponse.getDefaultInstance());
            answer.onCompleted();
        }
    }

    private static Told told(String service, Span span) {
        return new Told(
                service,
                span.getName(),
                span.getKind(),
                hex(span.getTraceId()),
                hex(span.getSpanId()),
                hex(span.getParentSpanId()),
                span.getStatus().getCodeValue() == 2,
                texts(span.getAttributesList()));
    }

    private static Map<String, String> texts(List<KeyValue> attributes) {
        Map<String, String> texts = new HashMap<>();
        attributes.forEach(
                attribute -> texts.put(attribute.getKey(), attribute.getValue().getStringValue()));
        return texts;
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
