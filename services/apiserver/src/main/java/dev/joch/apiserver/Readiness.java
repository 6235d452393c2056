package dev.joch.apiserver;

import dev.joch.service.mesh.MeshChannels;

import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Whether what the edge needs is there. Asked at most once a second, however often it is looked at.
 */
final class Readiness {

    private static final long PATIENCE_MILLIS = 1_000;
    private static final long KEPT_NANOS = Duration.ofSeconds(1).toNanos();

    private record Checked(Map<String, Boolean> results, long atNanos) {}

    private final MeshChannels channels;
    private final List<String> peers;
    private final BooleanSupplier rights;
    private Checked last = new Checked(Map.of(), System.nanoTime() - 2 * KEPT_NANOS);

    Readiness(MeshChannels channels, List<String> peers, BooleanSupplier rights) {
        this.channels = channels;
        this.peers = peers;
        this.rights = rights;
    }

    /** Each need by name, and whether it is met. */
    synchronized Map<String, Boolean> checks() {
        if (System.nanoTime() - last.atNanos() > KEPT_NANOS) {
            Map<String, Boolean> results = new LinkedHashMap<>();
            peers.forEach(peer -> results.put(peer, answers(peer)));
            results.put("rights", rights.getAsBoolean());
            last = new Checked(results, System.nanoTime());
        }
        return last.results();
    }

    private boolean answers(String peer) {
        try {
            return HealthGrpc.newBlockingStub(channels.to(peer))
                            .withDeadlineAfter(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                            .check(HealthCheckRequest.getDefaultInstance())
                            .getStatus()
                    == ServingStatus.SERVING;
        } catch (StatusRuntimeException e) {
            return false;
        }
    }
}
