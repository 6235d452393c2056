package dev.joch.service.telemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcSenderProvider;
import io.opentelemetry.sdk.common.export.MessageWriter;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingResult;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Spans of runs go to the trace service, over the mesh, whether there is a collector for all others
 * or not. A span is of a run when it begins with the attribute {@code joch.execution.id}.
 */
final class RunSpans implements SpanExporter {

    private static final AttributeKey<String> EXECUTION =
            AttributeKey.stringKey("joch.execution.id");

    /** Says nothing: the channel is the mesh's own. */
    private static final String NOMINAL = "http://trace.mesh:4317";

    /** In here nothing is traced: to tell of spans would make spans for ever. */
    private static final Context UNTRACED =
            Context.root()
                    .with(
                            Span.wrap(
                                    SpanContext.create(
                                            "00000000000000000000000000000001",
                                            "0000000000000001",
                                            TraceFlags.getDefault(),
                                            TraceState.getDefault())));

    private final SpanExporter exporter;

    /**
     * @param trace the channel to the trace service; asked for when the first span goes
     */
    RunSpans(Supplier<io.grpc.Channel> trace, Duration patience) {
        this.exporter =
                OtlpGrpcSpanExporter.builder()
                        .setEndpoint(NOMINAL)
                        .setTimeout(patience)
                        .setComponentLoader(new OverMesh(trace))
                        .build();
    }

    /** Samples what is of a run, and leaves all else to the usual rule. */
    record Chosen(Sampler usual) implements Sampler {
        @Override
        public SamplingResult shouldSample(
                Context parent,
                String traceId,
                String name,
                SpanKind kind,
                Attributes attributes,
                List<LinkData> links) {
            return attributes.get(EXECUTION) != null
                    ? SamplingResult.recordAndSample()
                    : usual.shouldSample(parent, traceId, name, kind, attributes, links);
        }

        @Override
        public String getDescription() {
            return "RunsOr{" + usual.getDescription() + "}";
        }
    }

    @Override
    public CompletableResultCode export(Collection<SpanData> spans) {
        List<SpanData> ofRuns =
                spans.stream().filter(span -> span.getAttributes().get(EXECUTION) != null).toList();
        return ofRuns.isEmpty() ? CompletableResultCode.ofSuccess() : exporter.export(ofRuns);
    }

    @Override
    public CompletableResultCode flush() {
        return exporter.flush();
    }

    @Override
    public CompletableResultCode shutdown() {
        return exporter.shutdown();
    }

    /** Gives the exporter a sender on the mesh. */
    private record OverMesh(Supplier<io.grpc.Channel> trace)
            implements ComponentLoader, GrpcSenderProvider {

        @Override
        @SuppressWarnings("unchecked")
        public <T> Iterable<T> load(Class<T> type) {
            return type == GrpcSenderProvider.class ? List.of((T) this) : List.of();
        }

        @Override
        public GrpcSender createSender(GrpcSenderConfig config) {
            return new GrpcSender() {
                @Override
                public void send(
                        MessageWriter message,
                        Consumer<GrpcResponse> onResponse,
                        Consumer<Throwable> onFailure) {
                    try (Scope ignored = UNTRACED.makeCurrent()) {
                        new CollectorChannel(config, trace.get(), () -> {})
                                .send(message, onResponse, onFailure);
                    } catch (RuntimeException e) {
                        onFailure.accept(e);
                    }
                }

                @Override
                public CompletableResultCode shutdown() {
                    return CompletableResultCode.ofSuccess();
                }
            };
        }
    }
}
