package dev.joch.service.mesh;

import dev.joch.service.caller.CallerServerInterceptor;
import dev.joch.service.problem.ProblemInterceptor;
import dev.joch.service.process.ServicePart;
import dev.joch.service.telemetry.TraceServerInterceptor;

import io.grpc.Server;
import io.grpc.ServerBuilder;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.inprocess.InProcessServerBuilder;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.opentelemetry.api.OpenTelemetry;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Offers this process's endpoints to its peers. */
public final class MeshServer implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(MeshServer.class);

    private final Server server;
    private final MeshConfig config;
    private final HealthStatusManager health = new HealthStatusManager();

    /** A server that tells nothing of itself. */
    public MeshServer(
            String name, MeshConfig config, List<MeshEndpoint> endpoints, MeshGuard guard) {
        this(name, config, endpoints, guard, OpenTelemetry.noop());
    }

    /**
     * @param name of the in-process server that {@link MeshChannels} look for
     */
    public MeshServer(
            String name,
            MeshConfig config,
            List<MeshEndpoint> endpoints,
            MeshGuard guard,
            OpenTelemetry telemetry) {
        this.config = config;
        ServerBuilder<?> builder =
                config.split() ? network(config) : InProcessServerBuilder.forName(name);
        // nobody closes an executor of the JDK here, and it would keep a list of all its threads
        builder.executor(Thread::startVirtualThread);
        for (MeshEndpoint endpoint : endpoints) {
            builder.addService(endpoint.endpoint());
        }
        builder.addService(health.getHealthService());
        // the last one added runs first
        builder.intercept(new CallerServerInterceptor());
        builder.intercept(new DeadlineInterceptor());
        if (config.split()) {
            builder.intercept(guard.inbound());
        }
        builder.intercept(new ProblemInterceptor());
        builder.intercept(new TraceServerInterceptor(telemetry));
        this.server = builder.build();
    }

    private static NettyServerBuilder network(MeshConfig config) {
        return NettyServerBuilder.forAddress(new InetSocketAddress(config.host(), config.port()))
                .maxInboundMessageSize(config.maxMessageBytes())
                // a watcher whose machine vanished must not hold its place for long
                .keepAliveTime(60, TimeUnit.SECONDS)
                .keepAliveTimeout(20, TimeUnit.SECONDS)
                .permitKeepAliveTime(10, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true);
    }

    /** Port in the split shape, -1 in one process. */
    public int port() {
        return server.getPort();
    }

    @Override
    public String name() {
        return "mesh";
    }

    @Override
    public int order() {
        return 100;
    }

    @Override
    public void start() {
        try {
            server.start();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "the mesh cannot listen on " + config.host() + ":" + config.port(), e);
        }
        health.setStatus(HealthStatusManager.SERVICE_NAME_ALL_SERVICES, ServingStatus.SERVING);
        server.getServices()
                .forEach(service ->
                        health.setStatus(
                                service.getServiceDescriptor().getName(), ServingStatus.SERVING));
        LOG.info("mesh listens on {}", server.getListenSockets());
    }

    @Override
    public void close() {
        health.enterTerminalState();
        server.shutdown();
        try {
            if (!server.awaitTermination(10, TimeUnit.SECONDS)) {
                server.shutdownNow();
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
