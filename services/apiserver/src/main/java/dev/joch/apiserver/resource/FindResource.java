package dev.joch.apiserver.resource;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;

import io.grpc.Channel;

import java.util.List;
import java.util.Map;

/** One resource as it is stored, for calls that are about it but do not show it. */
public final class FindResource {

    private final Catalogue catalogue;

    public FindResource(Channel store) {
        this.catalogue = new Catalogue(ResourceStoreServiceGrpc.newBlockingStub(store));
    }

    /** Throws NOT_FOUND when it is not there. Ask for the right first. */
    public Resource get(ResourceKey key) {
        return catalogue.get(key, 0);
    }

    /** Those of the named resources that are there. */
    public Map<ResourceKey, Resource> all(List<ResourceKey> keys) {
        return catalogue.find(keys);
    }
}
