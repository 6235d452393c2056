package dev.joch.catalogue;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.Collection;
import java.util.Map;

/** Looks up what is stored. */
public interface Catalogue {

    /** Those of the keys that exist. One call to the store for up to 10,000 of them. */
    Map<ResourceKey, Resource> find(Collection<ResourceKey> keys);

    /** Whether what is not found does not exist. Offline nobody knows. */
    boolean complete();

    /** Knows nothing: for reviews without a server. */
    static Catalogue offline() {
        return new Catalogue() {
            @Override
            public Map<ResourceKey, Resource> find(Collection<ResourceKey> keys) {
                return Map.of();
            }

            @Override
            public boolean complete() {
                return false;
            }
        };
    }
}
