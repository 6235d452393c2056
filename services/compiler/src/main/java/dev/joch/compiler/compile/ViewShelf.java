package dev.joch.compiler.compile;

import dev.joch.compiler.agent.Shelf;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/** The replica, with what the store has been asked for besides. */
public record ViewShelf(CompilerView view, Map<ResourceKey, Resource> asked) implements Shelf {

    @Override
    public Optional<Resource> find(ResourceKey key) {
        Resource newer = asked.get(key);
        return newer == null ? view.get(key) : Optional.of(newer);
    }

    @Override
    public Collection<Resource> selecting(
            String tenant, String namespace, Map<String, String> labels) {
        return view.selecting(tenant, namespace, labels);
    }

    @Override
    public SortedMap<String, Resource> teams(String tenant, String namespace) {
        return view.teams(tenant, namespace);
    }

    @Override
    public boolean complete() {
        return true;
    }
}
