package dev.joch.controllermanager.graph;

import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.Collection;
import java.util.List;

/** One record depends on another of its tenant. */
record Edge(ResourceKey from, ResourceKey to) {

    static List<Edge> of(ResourceKey from, Collection<ResourceKey> targets) {
        return targets.stream().map(to -> new Edge(from, to)).toList();
    }
}
