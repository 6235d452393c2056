package dev.joch.compiler.service;

import dev.joch.catalogue.Catalogue;
import dev.joch.catalogue.Records;
import dev.joch.compiler.compile.Shelf;
import dev.joch.policy.scope.EffectivePolicies;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records out of the replica. What it lacks is looked for in the store before anybody says that it
 * is missing: the replica may be a moment behind.
 */
final class ReplicaShelf implements Shelf {

    private final Records replica;
    private final Catalogue store;

    ReplicaShelf(Records replica, Catalogue store) {
        this.replica = replica;
        this.store = store;
    }

    @Override
    public Optional<Resource> find(ResourceKey key) {
        Optional<Resource> found = replica.get(key);
        return found.isPresent() ? found : Optional.ofNullable(store.find(List.of(key)).get(key));
    }

    @Override
    public Collection<Resource> selecting(
            String tenant, String namespace, Map<String, String> labels) {
        List<Resource> selecting = new ArrayList<>();
        for (Resource policy : replica.all(tenant, "Policy", namespace)) {
            if (EffectivePolicies.selector(policy).isPresent()) {
                selecting.add(policy);
            }
        }
        return selecting;
    }

    @Override
    public Collection<Resource> teams(String tenant, String namespace) {
        return replica.all(tenant, "Team", "");
    }
}
