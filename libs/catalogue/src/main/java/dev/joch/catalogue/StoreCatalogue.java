package dev.joch.catalogue;

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

/** The resource store, asked over the mesh. */
public final class StoreCatalogue implements Catalogue {

    /** As many as the store takes in one call. */
    private static final int MOST_KEYS = 10_000;

    private final ResourceStoreServiceBlockingStub store;

    public StoreCatalogue(Channel store) {
        this.store = ResourceStoreServiceGrpc.newBlockingStub(store);
    }

    @Override
    public Map<ResourceKey, Resource> find(Collection<ResourceKey> keys) {
        return keys.isEmpty() ? Map.of() : look(keys).resources();
    }

    /**
     * What was found.
     *
     * @param revision of the store at which all of it was read; the oldest one when there were
     *     several reads
     */
    public record Seen(Map<ResourceKey, Resource> resources, long revision) {}

    /** The same, for who has to know how new it is. */
    public Seen look(Collection<ResourceKey> keys) {
        Map<ResourceKey, Resource> found = new HashMap<>();
        List<ResourceKey> all = List.copyOf(keys);
        long revision = Long.MAX_VALUE;
        for (int from = 0; from == 0 || from < all.size(); from += MOST_KEYS) {
            revision =
                    Math.min(
                            revision,
                            ask(all.subList(from, Math.min(all.size(), from + MOST_KEYS)), found));
        }
        return new Seen(found, revision);
    }

    private long ask(List<ResourceKey> keys, Map<ResourceKey, Resource> found) {
        BatchGetResponse answer = answer(BatchGetRequest.newBuilder().addAllKeys(keys).build());
        for (Resource resource : answer.getResourcesList()) {
            // what is being deleted can be relied on no more
            if (!resource.getMetadata().hasDeletedAt()) {
                found.put(ResourceKeys.of(resource), resource);
            }
        }
        return answer.getRevision();
    }

    private BatchGetResponse answer(BatchGetRequest request) {
        try {
            return store.batchGet(request);
        } catch (StatusRuntimeException e) {
            throw PeerFailure.of("the resource store", e);
        }
    }

    @Override
    public boolean complete() {
        return true;
    }
}
