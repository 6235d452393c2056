package dev.joch.policy.scope;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;

/** Where policies are looked up. */
public interface PolicyShelf {

    Optional<Resource> find(ResourceKey key);

    /**
     * Policies of that namespace whose selector might match these labels; more than match do no
     * harm.
     */
    Collection<Resource> selecting(String tenant, String namespace, Map<String, String> labels);
}
