package dev.joch.trace.export;

import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc.TraceServiceBlockingStub;
import io.opentelemetry.proto.trace.v1.ResourceSpans;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A collector that takes OTLP over gRPC. */
public final class Collector implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Collector.class);

    private static final int STANDARD_PORT = 4317;

    /** Collectors take 4 MB unless they are told otherwise. */
    private static final int MESSAGE_BYTES = 2 * 1024 * 1024;

    private final ExportConfig config;
    private final ManagedChannel channel;
    private final TraceServiceBlockingStub stub;

    public Collector(ExportConfig config) {
        this.config = config;
        URI endpoint = URI.create(config.endpoint());
        NettyChannelBuilder builder =
                NettyChannelBuilder.forAddress(
                                endpoint.getHost(),
                                endpoint.getPort() < 0 ? STANDARD_PORT : endpoint.getPort())
                        .keepAliveTime(60, TimeUnit.SECONDS);
        if (endpoint.getScheme().equals("http")) {
            builder.usePlaintext();
        }
        this.channel = builder.build();
        Metadata headers = new Metadata();
        config.headers()
                .forEach((name, value) ->
                        headers.put(
                                Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value));
        TraceServiceBlockingStub plain =
                TraceServiceGrpc.newBlockingStub(channel)
                        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
        this.stub = config.compression().equals("gzip") ? plain.withCompression("gzip") : plain;
    }

    /**
     * Sends them, and waits until it has them.
     *
     * @return how many it does not want; they are not sent again
     * @throws StatusRuntimeException while it is away
     */
    long send(List<ResourceSpans> spans) {
        long refused = 0;
        List<ResourceSpans> message = new ArrayList<>();
        int bytes = 0;
        long end = System.nanoTime() + config.timeout().toNanos();
        for (ResourceSpans span : spans) {
            if (!message.isEmpty() && bytes + span.getSerializedSize() > MESSAGE_BYTES) {
                refused += sendOne(message, end);
                message = new ArrayList<>();
                bytes = 0;
            }
            message.add(span);
            bytes += span.getSerializedSize();
        }
        return refused + sendOne(message, end);
    }

    private long sendOne(List<ResourceSpans> spans, long end) {
        try {
            ExportTraceServiceResponse answer =
                    stub.withDeadlineAfter(
                                    Math.max(1, end - System.nanoTime()), TimeUnit.NANOSECONDS)
                            .export(
                                    ExportTraceServiceRequest.newBuilder()
                                            .addAllResourceSpans(spans)
                                            .build());
            long refused = answer.getPartialSuccess().getRejectedSpans();
            if (refused > 0) {
                LOG.warn(
                        "the collector does not want {} spans: {}",
                        refused,
                        answer.getPartialSuccess().getErrorMessage());
            }
            return refused;
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() != Status.Code.INVALID_ARGUMENT) {
                throw e;
            }
            // to send them again would stop all others for ever
            LOG.warn("the collector does not want {} spans: {}", spans.size(), e.getMessage());
            return spans.size();
        }
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }
}
