package dev.joch.service.mesh;

import dev.joch.service.caller.CallerClientInterceptor;
import dev.joch.service.telemetry.TraceClientInterceptor;

import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.ManagedChannel;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.netty.NettyChannelBuilder;
import io.opentelemetry.api.OpenTelemetry;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Channels to peers by service name. One per peer, made when first asked for. */
public final class MeshChannels implements AutoCloseable {

    private final String name;
    private final MeshConfig config;
    private final MeshGuard guard;
    private final OpenTelemetry telemetry;
    private final Map<String, ManagedChannel> channels = new ConcurrentHashMap<>();

    /** Channels that tell nothing of themselves. */
    public MeshChannels(String name, MeshConfig config, MeshGuard guard) {
        this(name, config, guard, OpenTelemetry.noop());
    }

    public MeshChannels(String name, MeshConfig config, MeshGuard guard, OpenTelemetry telemetry) {
        this.name = name;
        this.config = config;
        this.guard = guard;
        this.telemetry = telemetry;
    }

    /**
     * A channel on which every call carries a deadline, the caller, the trace and, over a network,
     * the service's proof.
     */
    public Channel to(String peer) {
        ManagedChannel channel = channels.computeIfAbsent(peer, this::open);
        Channel named =
                config.split()
                        ? ClientInterceptors.intercept(channel, guard.towards(peer))
                        : channel;
        return ClientInterceptors.intercept(
                named,
                new CallerClientInterceptor(),
                new DeadlineInterceptor(),
                new TraceClientInterceptor(telemetry, peer));
    }

    private ManagedChannel open(String peer) {
        if (!config.split()) {
            return InProcessChannelBuilder.forName(name).directExecutor().build();
        }
        String target = config.peers().get(peer);
        if (target == null) {
            throw new IllegalStateException(
                    "no address for "
                            + peer
                            + ": set joch.mesh.peers."
                            + peer
                            + " to dns:///host:port");
        }
        ManagedChannel channel = network(target);
        Reconnect.keepTrying(channel);
        return channel;
    }

    private ManagedChannel network(String target) {
        return NettyChannelBuilder.forTarget(target)
                .usePlaintext()
                .defaultLoadBalancingPolicy("round_robin")
                .keepAliveTime(30, TimeUnit.SECONDS)
                .keepAliveTimeout(10, TimeUnit.SECONDS)
                .keepAliveWithoutCalls(true)
                .maxInboundMessageSize(config.maxMessageBytes())
                .directExecutor()
                .build();
    }

    @Override
    public void close() {
        channels.values().forEach(ManagedChannel::shutdownNow);
    }
}
