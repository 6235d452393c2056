package dev.joch.catalogue;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.UnaryOperator;

/** Records by key, and all of one kind in one place in order of their names. */
public final class Records implements CatalogueView {

    private final Map<ResourceKey, Resource> byKey = new ConcurrentHashMap<>();
    private final Map<Place, ConcurrentSkipListMap<String, Resource>> byPlace =
            new ConcurrentHashMap<>();
    private final UnaryOperator<Resource> keep;

    private record Place(String tenant, String kind, String namespace) {}

    public Records() {
        this(UnaryOperator.identity());
    }

    /**
     * @param keep what of a record is kept
     */
    public Records(UnaryOperator<Resource> keep) {
        this.keep = keep;
    }

    @Override
    public void take(Resource resource, boolean deleted) {
        ResourceKey key = ResourceKeys.of(resource);
        ConcurrentSkipListMap<String, Resource> place =
                byPlace.computeIfAbsent(
                        new Place(key.getTenant(), key.getKind(), key.getNamespace()),
                        absent -> new ConcurrentSkipListMap<>());
        // what is being deleted can be relied on no more
        if (deleted || resource.getMetadata().hasDeletedAt()) {
            byKey.remove(key);
            place.remove(key.getName());
        } else {
            Resource kept = keep.apply(resource);
            byKey.put(key, kept);
            place.put(key.getName(), kept);
        }
    }

    public Optional<Resource> get(ResourceKey key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** In order of their names. */
    public Collection<Resource> all(String tenant, String kind, String namespace) {
        ConcurrentSkipListMap<String, Resource> place =
                byPlace.get(new Place(tenant, kind, namespace));
        return place == null ? List.of() : place.values();
    }

    public int size() {
        return byKey.size();
    }
}
