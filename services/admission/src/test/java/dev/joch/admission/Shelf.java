package dev.joch.admission;

import dev.joch.catalogue.Catalogue;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A catalogue in memory that counts how often it is asked. */
public final class Shelf implements Catalogue {

    private final Map<ResourceKey, Resource> stored = new LinkedHashMap<>();
    private int asked;

    /**
     * Stores the documents as the store would: in a namespace, with uid, generation and version.
     */
    public Shelf put(String yaml) {
        Yaml.documents(yaml).forEach(document -> put(document.getResource()));
        return this;
    }

    public Shelf put(Resource given) {
        Resource.Builder resource = given.toBuilder();
        ObjectMeta.Builder metadata = resource.getMetadataBuilder();
        if (metadata.getTenant().isEmpty()) {
            metadata.setTenant("acme");
        }
        if (metadata.getNamespace().isEmpty() && Kinds.kind(given.getKind()).namespaced()) {
            metadata.setNamespace("default");
        }
        metadata.setUid("uid-" + stored.size())
                .setGeneration(3)
                .setResourceVersion(String.valueOf(100 + stored.size()));
        stored.put(key(resource.build()), resource.build());
        return this;
    }

    public int asked() {
        return asked;
    }

    @Override
    public Map<ResourceKey, Resource> find(Collection<ResourceKey> keys) {
        if (!keys.isEmpty()) {
            asked++;
        }
        Map<ResourceKey, Resource> found = new HashMap<>();
        for (ResourceKey key : keys) {
            Resource resource = stored.get(key);
            if (resource != null) {
                found.put(key, resource);
            }
        }
        return found;
    }

    @Override
    public boolean complete() {
        return true;
    }

    public List<Resource> all() {
        return List.copyOf(stored.values());
    }

    public static ResourceKey key(Resource resource) {
        ObjectMeta metadata = resource.getMetadata();
        return ResourceKey.newBuilder()
                .setTenant(metadata.getTenant())
                .setKind(resource.getKind())
                .setNamespace(metadata.getNamespace())
                .setName(metadata.getName())
                .build();
    }
}
