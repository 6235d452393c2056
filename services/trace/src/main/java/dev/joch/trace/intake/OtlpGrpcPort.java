package dev.joch.trace.intake;

import dev.joch.service.problem.ProblemInterceptor;
import dev.joch.service.process.ServicePart;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.netty.NettyServerBuilder;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** The port for OTLP over gRPC. */
public final class OtlpGrpcPort implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(OtlpGrpcPort.class);

    private static final Metadata.Key<String> AUTHORIZATION =
            Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);
    private static final Context.Key<Sender> SENDER = Context.key("joch-span-sender");
    private static final int MOST_CALLS_PER_CONNECTION = 64;

    private final OtlpConfig config;
    private final TakeSpans take;
    private final Senders senders;
    private @Nullable Server server;

    public OtlpGrpcPort(OtlpConfig config, TakeSpans take, Senders senders) {
        this.config = config;
        this.take = take;
        this.senders = senders;
    }

    @Override
    public String name() {
        return "OTLP over gRPC";
    }

    @Override
    public int order() {
        return 210;
    }

    /** -1 while there is none. */
    public int port() {
        Server open = server;
        return open == null ? -1 : open.getPort();
    }

    @Override
    public void start() {
        if (config.grpcPort() < 0) {
            return;
        }
        Server opened =
                NettyServerBuilder.forAddress(
                                new InetSocketAddress(config.host(), config.grpcPort()))
                        .executor(Executors.newVirtualThreadPerTaskExecutor())
                        .maxInboundMessageSize(config.maxRequestBytes())
                        .maxConcurrentCallsPerConnection(MOST_CALLS_PER_CONNECTION)
                        .keepAliveTime(60, TimeUnit.SECONDS)
                        .permitKeepAliveTime(10, TimeUnit.SECONDS)
                        .permitKeepAliveWithoutCalls(true)
                        .addService(new OtlpEndpoint(take, OtlpGrpcPort::sender))
                        .intercept(new KnowSender())
                        // the last one added runs first
                        .intercept(new ProblemInterceptor())
                        .build();
        try {
            opened.start();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the port for OTLP over gRPC, "
                            + config.host()
                            + ":"
                            + config.grpcPort()
                            + ", is not to be had; set joch.trace.otlp.grpc-port to another one",
                    e);
        }
        server = opened;
        LOG.info("OTLP over gRPC is taken at port {}", opened.getPort());
    }

    private static Sender sender() {
        Sender sender = SENDER.get();
        if (sender == null) {
            throw new IllegalStateException("a call came past the check of its sender");
        }
        return sender;
    }

    /** Knows who calls before anything of the request is read. */
    private final class KnowSender implements ServerInterceptor {
        @Override
        public <Q, A> ServerCall.Listener<Q> interceptCall(
                ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
            Sender sender = senders.of(Bearer.of(headers.get(AUTHORIZATION)));
            return Contexts.interceptCall(
                    Context.current().withValue(SENDER, sender), call, headers, next);
        }
    }

    @Override
    public void close() {
        Server open = server;
        if (open == null) {
            return;
        }
        open.shutdown();
        try {
            if (!open.awaitTermination(10, TimeUnit.SECONDS)) {
                open.shutdownNow();
            }
        } catch (InterruptedException e) {
            open.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
