package dev.joch.service.telemetry;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcSender;
import io.opentelemetry.sdk.common.export.GrpcSenderConfig;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.MessageWriter;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The way to a collector of OTLP. */
final class CollectorChannel implements GrpcSender {

    private static final int STANDARD_PORT = 4317;

    private final Channel channel;
    private final Runnable end;
    private final GrpcSenderConfig config;
    private final MethodDescriptor<byte[], byte[]> method;

    /** One of its own to where the configuration says. */
    static CollectorChannel to(GrpcSenderConfig config) {
        ManagedChannel channel = channel(config.getEndpoint());
        return new CollectorChannel(config, channel, channel::shutdownNow);
    }

    /**
     * @param end of the channel, when it is this sender's own
     */
    CollectorChannel(GrpcSenderConfig config, Channel channel, Runnable end) {
        this.config = config;
        this.channel = channel;
        this.end = end;
        this.method =
                MethodDescriptor.<byte[], byte[]>newBuilder()
                        .setType(MethodDescriptor.MethodType.UNARY)
                        .setFullMethodName(config.getFullMethodName())
                        .setRequestMarshaller(Bytes.INSTANCE)
                        .setResponseMarshaller(Bytes.INSTANCE)
                        .build();
    }

    private static ManagedChannel channel(URI endpoint) {
        int port = endpoint.getPort() < 0 ? STANDARD_PORT : endpoint.getPort();
        NettyChannelBuilder builder =
                NettyChannelBuilder.forAddress(endpoint.getHost(), port)
                        .directExecutor()
                        .keepAliveTime(60, TimeUnit.SECONDS);
        if (endpoint.getScheme().equals("http")) {
            builder.usePlaintext();
        }
        return builder.build();
    }

    @Override
    public void send(
            MessageWriter message,
            Consumer<GrpcResponse> onResponse,
            Consumer<Throwable> onFailure) {
        Duration patience = config.getTimeout();
        ClientCall<byte[], byte[]> call =
                channel.newCall(
                        method,
                        CallOptions.DEFAULT.withDeadlineAfter(
                                patience.toNanos(), TimeUnit.NANOSECONDS));
        call.start(new Answer(onResponse), headers());
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(message.getContentLength());
            message.writeMessage(bytes);
            call.sendMessage(bytes.toByteArray());
            call.halfClose();
            call.request(1);
        } catch (IOException | RuntimeException e) {
            call.cancel("the message could not be sent", e);
            onFailure.accept(e);
        }
    }

    private Metadata headers() {
        Metadata headers = new Metadata();
        config.getHeadersSupplier()
                .get()
                .forEach((name, values) -> {
                    Metadata.Key<String> key =
                            Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER);
                    values.forEach(value -> headers.put(key, value));
                });
        return headers;
    }

    @Override
    public CompletableResultCode shutdown() {
        end.run();
        return CompletableResultCode.ofSuccess();
    }

    private static final class Answer extends ClientCall.Listener<byte[]> {
        private final Consumer<GrpcResponse> onResponse;
        private byte[] message = {};

        Answer(Consumer<GrpcResponse> onResponse) {
            this.onResponse = onResponse;
        }

        @Override
        public void onMessage(byte[] came) {
            message = came;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            onResponse.accept(new Closed(status, message));
        }
    }

    private record Closed(Status status, byte[] message) implements GrpcResponse {

        @Override
        public GrpcStatusCode getStatusCode() {
            return GrpcStatusCode.fromValue(status.getCode().value());
        }

        @Override
        public @Nullable String getStatusDescription() {
            return status.getDescription();
        }

        @Override
        public byte[] getResponseMessage() {
            return message;
        }
    }

    private enum Bytes implements MethodDescriptor.Marshaller<byte[]> {
        INSTANCE;

        @Override
        public InputStream stream(byte[] message) {
            return new ByteArrayInputStream(message);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException("memory gave no bytes", e);
            }
        }
    }
}
