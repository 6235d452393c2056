package dev.joch.scheduler.peer;

import dev.joch.agbom.v1.AgBomServiceGrpc;
import dev.joch.agbom.v1.AgBomServiceGrpc.AgBomServiceBlockingStub;
import dev.joch.agbom.v1.GenerateBillRequest;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.scheduler.submit.Bills;
import dev.joch.service.problem.PeerFailure;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Bills of materials, asked over the mesh.
 *
 * <p>Each question writes the bill anew where its content changed, so the answer is the bill in
 * force. It is taken for that a short while: runs come in bursts, and the bill follows the
 * manifest.
 */
public final class MeshBills implements Bills {

    private static final int MOST_REMEMBERED = 10_000;

    private final AgBomServiceBlockingStub agbom;
    private final Duration patience;
    private final Duration remember;
    private final LongSupplier nanos;
    private final Map<Described, Known> known = new ConcurrentHashMap<>();

    private record Described(ResourceKey agent, String manifestDigest) {}

    private record Known(long generation, long until) {}

    /**
     * @param nanos of a clock that nobody sets
     */
    public MeshBills(Channel agbom, Duration patience, Duration remember, LongSupplier nanos) {
        this.agbom = AgBomServiceGrpc.newBlockingStub(agbom);
        this.patience = patience;
        this.remember = remember;
        this.nanos = nanos;
    }

    @Override
    public OptionalLong inForce(
            String tenant, String namespace, String agent, String manifestDigest) {
        Described wanted =
                new Described(ResourceKeys.of(tenant, "Agent", namespace, agent), manifestDigest);
        Known before = known.get(wanted);
        long now = nanos.getAsLong();
        if (before != null && now - before.until() < 0) {
            return OptionalLong.of(before.generation());
        }
        try {
            long generation =
                    agbom.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS)
                            .generateBill(
                                    GenerateBillRequest.newBuilder()
                                            .setAgent(wanted.agent())
                                            .build())
                            .getBill()
                            .getGeneration();
            if (known.size() >= MOST_REMEMBERED) {
                known.clear();
            }
            known.put(wanted, new Known(generation, now + remember.toNanos()));
            return OptionalLong.of(generation);
        } catch (StatusRuntimeException e) {
            if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
                return OptionalLong.empty();
            }
            throw PeerFailure.of("agbom", e);
        }
    }
}
