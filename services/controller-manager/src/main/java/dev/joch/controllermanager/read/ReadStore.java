package dev.joch.controllermanager.read;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.BatchGetRequest;
import dev.joch.resourcestore.v1.BatchGetResponse;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceBlockingStub;
import dev.joch.service.problem.PeerFailure;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks the resource store. */
public final class ReadStore {

    private static final int MOST_KEYS = 10_000;

    private final ResourceStoreServiceBlockingStub store;

    public ReadStore(Channel store) {
        this.store = ResourceStoreServiceGrpc.newBlockingStub(store);
    }

    public Found read(Collection<ResourceKey> keys) {
        List<ResourceKey> asked = List.copyOf(keys);
        if (asked.size() > MOST_KEYS) {
            throw new IllegalArgumentException("nothing refers to more than " + MOST_KEYS);
        }
        if (asked.isEmpty()) {
            return new Found(Map.of(), Long.MAX_VALUE);
        }
        try {
            BatchGetResponse answer =
                    store.batchGet(BatchGetRequest.newBuilder().addAllKeys(asked).build());
            Map<ResourceKey, Resource> found = new HashMap<>();
            for (Resource resource : answer.getResourcesList()) {
                found.put(ResourceKeys.of(resource), resource);
            }
            return new Found(found, answer.getRevision());
        } catch (StatusRuntimeException e) {
            throw PeerFailure.of("the resource store", e);
        }
    }
}
