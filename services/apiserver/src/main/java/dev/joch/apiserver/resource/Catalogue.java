package dev.joch.apiserver.resource;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.BatchGetRequest;
import dev.joch.resourcestore.v1.GetRequest;
import dev.joch.resourcestore.v1.ListHistoryRequest;
import dev.joch.resourcestore.v1.ListHistoryResponse;
import dev.joch.resourcestore.v1.ListReferrersRequest;
import dev.joch.resourcestore.v1.ListReferrersResponse;
import dev.joch.resourcestore.v1.ListRequest;
import dev.joch.resourcestore.v1.ListResponse;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceBlockingStub;
import dev.joch.resourcestore.v1.WriteRequest;
import dev.joch.resourcestore.v1.WriteResponse;
import dev.joch.service.failpoint.Failpoint;

import io.grpc.StatusRuntimeException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The store as the use cases see it. */
final class Catalogue {

    /** The store's word for a commit whose preconditions did not hold. */
    private static final String PRECONDITION_FAILED = "PRECONDITION_FAILED";

    private final ResourceStoreServiceBlockingStub store;

    Catalogue(ResourceStoreServiceBlockingStub store) {
        this.store = store;
    }

    Resource get(ResourceKey key, long generation) {
        return store.get(GetRequest.newBuilder().setKey(key).setGeneration(generation).build())
                .getResource();
    }

    /** Those of the named resources that exist. */
    Map<ResourceKey, Resource> find(List<ResourceKey> keys) {
        Map<ResourceKey, Resource> found = new HashMap<>();
        if (!keys.isEmpty()) {
            for (Resource resource :
                    store.batchGet(BatchGetRequest.newBuilder().addAllKeys(keys).build())
                            .getResourcesList()) {
                found.put(keyOf(resource), resource);
            }
        }
        return found;
    }

    ListResponse list(ListRequest request) {
        return store.list(request);
    }

    ListHistoryResponse history(ListHistoryRequest request) {
        return store.listHistory(request);
    }

    ListReferrersResponse referrers(ListReferrersRequest request) {
        return store.listReferrers(request);
    }

    WriteResponse write(WriteRequest request) {
        Failpoint.APISERVER_STORE_SEND_BEFORE.hit();
        WriteResponse response = store.write(request);
        Failpoint.APISERVER_STORE_SEND_AFTER.hit();
        return response;
    }

    /**
     * The same, but empty when something that the write relied on has changed meanwhile: judge
     * again.
     */
    Optional<WriteResponse> writeIfUnchanged(WriteRequest request) {
        try {
            return Optional.of(write(request));
        } catch (StatusRuntimeException e) {
            if (Records.reason(e).equals(PRECONDITION_FAILED)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    static ResourceKey keyOf(Resource resource) {
        return ResourceKey.newBuilder()
                .setTenant(resource.getMetadata().getTenant())
                .setKind(resource.getKind())
                .setNamespace(resource.getMetadata().getNamespace())
                .setName(resource.getMetadata().getName())
                .build();
    }
}
