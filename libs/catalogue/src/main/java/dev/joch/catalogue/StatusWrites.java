package dev.joch.catalogue;

import com.google.protobuf.Any;
import com.google.protobuf.Message;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.Mutation;
import dev.joch.resourcestore.v1.Outcome;
import dev.joch.resourcestore.v1.PutStatus;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceBlockingStub;
import dev.joch.resourcestore.v1.WriteRequest;
import dev.joch.service.problem.PeerFailure;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;

import java.util.Optional;

/** Writes what a controller saw. */
public final class StatusWrites {

    private final ResourceStoreServiceBlockingStub store;

    public StatusWrites(Channel store) {
        this.store = ResourceStoreServiceGrpc.newBlockingStub(store);
    }

    /**
     * Replaces the status of the very version that was read. Somebody else's write in between, or a
     * namesake in its place, refuses by the store's own problem; look again then.
     *
     * @return the record as it is now; empty when nothing changed
     */
    public Optional<Resource> write(Resource read, ResourceKey key, Message status) {
        WriteRequest request =
                WriteRequest.newBuilder()
                        .setTenant(key.getTenant())
                        .addMutations(
                                Mutation.newBuilder()
                                        .setPutStatus(
                                                PutStatus.newBuilder()
                                                        .setKey(key)
                                                        .setStatus(Any.pack(status))
                                                        .setUid(read.getMetadata().getUid())
                                                        .setResourceVersion(
                                                                read.getMetadata()
                                                                        .getResourceVersion())))
                        .build();
        try {
            Outcome outcome = store.write(request).getOutcomes(0);
            return outcome.getAction() == Outcome.Action.ACTION_UNCHANGED
                    ? Optional.empty()
                    : Optional.of(outcome.getResource());
        } catch (StatusRuntimeException e) {
            throw PeerFailure.of("the resource store", e);
        }
    }
}
