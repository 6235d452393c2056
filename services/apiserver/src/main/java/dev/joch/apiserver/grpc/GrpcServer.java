package dev.joch.apiserver.grpc;

import dev.joch.service.process.ServicePart;

import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** The public gRPC port. */
public final class GrpcServer implements ServicePart {

    /**
     * Where and how to listen.
     *
     * @param certificate chain in PEM; {@code null} for plain text
     * @param reflection whether clients may ask for the contract
     */
    public record Listen(
            InetSocketAddress address,
            @Nullable File certificate,
            @Nullable File key,
            boolean reflection,
            int maxMessageBytes,
            int maxMetadataBytes) {}

    private static final Logger LOG = LoggerFactory.getLogger(GrpcServer.class);

    private final Server server;
    private final HealthStatusManager health = new HealthStatusManager();
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * @param services with their interceptors
     * @param intercepted puts the same interceptors around what this server adds itself
     */
    public GrpcServer(
            Listen listen,
            List<ServerServiceDefinition> services,
            UnaryOperator<ServerServiceDefinition> intercepted) {
        NettyServerBuilder builder =
                NettyServerBuilder.forAddress(listen.address())
                        .executor(executor)
                        .maxInboundMessageSize(listen.maxMessageBytes())
                        .maxInboundMetadataSize(listen.maxMetadataBytes())
                        .permitKeepAliveTime(10, TimeUnit.SECONDS)
                        .permitKeepAliveWithoutCalls(true)
                        .keepAliveTime(30, TimeUnit.SECONDS)
                        .keepAliveTimeout(10, TimeUnit.SECONDS);
        if (listen.certificate() != null && listen.key() != null) {
            builder.useTransportSecurity(listen.certificate(), listen.key());
        }
        services.forEach(builder::addService);
        builder.addService(health.getHealthService());
        if (listen.reflection()) {
            builder.addService(
                    intercepted.apply(ProtoReflectionServiceV1.newInstance().bindService()));
        }
        this.server = builder.build();
        services.forEach(service ->
                health.setStatus(service.getServiceDescriptor().getName(), ServingStatus.SERVING));
    }

    /** The port in use. */
    public int port() {
        return server.getPort();
    }

    @Override
    public String name() {
        return "grpc";
    }

    @Override
    public int order() {
        return 200;
    }

    @Override
    public void start() {
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the gRPC port is not to be had; stop what listens there, or set"
                            + " joch.apiserver.grpc-port (--grpc-port) to another one",
                    e);
        }
        LOG.info("grpc listens on {}", server.getListenSockets());
    }

    @Override
    public void close() {
        health.enterTerminalState();
        server.shutdown();
        try {
            if (!server.awaitTermination(5, TimeUnit.SECONDS)) {
                server.shutdownNow();
                server.awaitTermination(2, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
        executor.shutdown();
    }
}
