package dev.joch.scheduler.peer;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ToolCallSpec;
import dev.joch.resource.v1alpha1.ToolCallStatus;
import dev.joch.resourcestore.v1.Filter;
import dev.joch.resourcestore.v1.ListRequest;
import dev.joch.resourcestore.v1.ListResponse;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceBlockingStub;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.upkeep.Ledger;
import dev.joch.service.problem.PeerFailure;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The tool calls of a run, as the tool gateway keeps them in the catalogue. */
public final class StoreLedger implements Ledger {

    private static final int PAGE = 500;

    /** They leave nothing behind outside of the run. */
    private static final Set<String> HARMLESS = Set.of("read_only", "local_write");

    /** It has happened, or may have. */
    private static final Set<String> HAPPENED = Set.of("Executing", "InDoubt", "Succeeded");

    private final ResourceStoreServiceBlockingStub store;
    private final Duration patience;

    public StoreLedger(Channel store, Duration patience) {
        this.store = ResourceStoreServiceGrpc.newBlockingStub(store);
        this.patience = patience;
    }

    @Override
    public Optional<String> risk(RunKey run) {
        String token = "";
        do {
            ListResponse page = page(run, token);
            for (Resource call : page.getResourcesList()) {
                Optional<String> risk = risk(call);
                if (risk.isPresent()) {
                    return risk;
                }
            }
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return Optional.empty();
    }

    private ListResponse page(RunKey run, String token) {
        try {
            return store.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .list(
                            ListRequest.newBuilder()
                                    .setFilter(
                                            Filter.newBuilder()
                                                    .setTenant(run.tenant())
                                                    .addKinds("ToolCall")
                                                    .addNamespaces(run.namespace())
                                                    .setFieldSelector(
                                                            "spec.executionRef.name=" + run.name()))
                                    .setPageSize(PAGE)
                                    .setPageToken(token)
                                    .build());
        } catch (StatusRuntimeException e) {
            throw PeerFailure.of("the resource store", e);
        }
    }

    /** What makes another attempt dangerous. */
    static Optional<String> risk(Resource call) {
        try {
            ToolCallSpec spec = call.getSpec().unpack(ToolCallSpec.class);
            String phase =
                    call.hasStatus()
                            ? call.getStatus().unpack(ToolCallStatus.class).getPhase()
                            : "";
            return HAPPENED.contains(phase) && !HARMLESS.contains(spec.getSideEffects().getLevel())
                    ? Optional.of(
                            "call "
                                    + call.getMetadata().getName()
                                    + " of tool "
                                    + spec.getToolRef().getName()
                                    + " is "
                                    + phase)
                    : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.of("call " + call.getMetadata().getName() + " cannot be read");
        }
    }
}
