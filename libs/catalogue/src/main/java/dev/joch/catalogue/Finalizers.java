package dev.joch.catalogue;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.v1.Mutation;
import dev.joch.resourcestore.v1.Put;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceBlockingStub;
import dev.joch.resourcestore.v1.WriteRequest;
import dev.joch.service.problem.PeerFailure;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;

import java.util.List;

/** Lets records go that waited for somebody. */
public final class Finalizers {

    private final ResourceStoreServiceBlockingStub store;

    public Finalizers(Channel store) {
        this.store = ResourceStoreServiceGrpc.newBlockingStub(store);
    }

    /** Takes the name off the very version that was read. */
    public void remove(Resource read, String finalizer) {
        Resource.Builder next = read.toBuilder();
        List<String> others =
                read.getMetadata().getFinalizersList().stream()
                        .filter(name -> !name.equals(finalizer))
                        .toList();
        next.getMetadataBuilder().clearFinalizers().addAllFinalizers(others);
        WriteRequest request =
                WriteRequest.newBuilder()
                        .setTenant(read.getMetadata().getTenant())
                        .addMutations(
                                Mutation.newBuilder()
                                        .setPut(
                                                Put.newBuilder()
                                                        .setResource(next)
                                                        .setMode(Put.Mode.MODE_UPDATE)))
                        .build();
        try {
            if (store.write(request).getOutcomesCount() != 1) {
                throw new IllegalStateException("one write has one outcome");
            }
        } catch (StatusRuntimeException e) {
            throw PeerFailure.of("the resource store", e);
        }
    }
}
