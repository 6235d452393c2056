package dev.joch.controllermanager.read;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.Map;
import java.util.Optional;

/**
 * What was there.
 *
 * @param resources also what is being deleted
 * @param revision at which all of it was read
 */
public record Found(Map<ResourceKey, Resource> resources, long revision) {

    public Found {
        resources = Map.copyOf(resources);
    }

    public Optional<Resource> any(ResourceKey key) {
        return Optional.ofNullable(resources.get(key));
    }

    /** What is being deleted can be relied on no more. */
    public Optional<Resource> usable(ResourceKey key) {
        return any(key).filter(resource -> !resource.getMetadata().hasDeletedAt());
    }
}
