package dev.joch.compiler.agent;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.policy.scope.EffectivePolicies;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resource.v1alpha1.TeamSpec;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** A few records. */
record TestShelf(Map<ResourceKey, Resource> records, boolean complete) implements Shelf {

    static TestShelf of(List<Resource> resources) {
        Map<ResourceKey, Resource> records = new LinkedHashMap<>();
        resources.forEach(resource -> records.put(ResourceKeys.of(resource), resource));
        return new TestShelf(records, true);
    }

    @Override
    public Optional<Resource> find(ResourceKey key) {
        return Optional.ofNullable(records.get(key));
    }

    @Override
    public Collection<Resource> selecting(
            String tenant, String namespace, Map<String, String> labels) {
        return records.values().stream()
                .filter(resource -> resource.getKind().equals("Policy"))
                .filter(resource -> resource.getMetadata().getNamespace().equals(namespace))
                .filter(resource -> EffectivePolicies.selector(resource).isPresent())
                .toList();
    }

    @Override
    public SortedMap<String, Resource> teams(String tenant, String namespace) {
        SortedMap<String, Resource> teams = new TreeMap<>();
        for (Resource resource : records.values()) {
            if (resource.getKind().equals("Team") && namespaces(resource).contains(namespace)) {
                teams.put(resource.getMetadata().getName(), resource);
            }
        }
        return teams;
    }

    private static List<String> namespaces(Resource team) {
        try {
            return Specs.of(team, TeamSpec.class).getNamespacesList();
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(e);
        }
    }
}
