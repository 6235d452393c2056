package dev.joch.cli.manifest;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.compiler.agent.Shelf;
import dev.joch.compiler.agent.Specs;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resource.v1alpha1.TeamSpec;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** The documents of a folder as records; there may be more on the server. */
final class DocumentShelf implements Shelf {

    private final Map<ResourceKey, Resource> records = new HashMap<>();

    DocumentShelf(List<Resource> resources) {
        resources.forEach(resource -> records.put(ResourceKeys.of(resource), resource));
    }

    @Override
    public Optional<Resource> find(ResourceKey key) {
        return Optional.ofNullable(records.get(key));
    }

    @Override
    public Collection<Resource> selecting(
            String tenant, String namespace, Map<String, String> labels) {
        return records.values().stream()
                .filter(record -> record.getKind().equals("Policy"))
                .filter(record -> record.getMetadata().getNamespace().equals(namespace))
                .toList();
    }

    @Override
    public SortedMap<String, Resource> teams(String tenant, String namespace) {
        SortedMap<String, Resource> teams = new TreeMap<>();
        for (Resource record : records.values()) {
            if (record.getKind().equals("Team") && owns(record, namespace)) {
                teams.put(record.getMetadata().getName(), record);
            }
        }
        return teams;
    }

    private static boolean owns(Resource team, String namespace) {
        try {
            return Specs.of(team, TeamSpec.class).getNamespacesList().contains(namespace);
        } catch (InvalidProtocolBufferException e) {
            return false;
        }
    }

    @Override
    public boolean complete() {
        return false;
    }
}
