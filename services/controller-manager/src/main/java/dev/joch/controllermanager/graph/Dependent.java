package dev.joch.controllermanager.graph;

import dev.joch.resource.v1alpha1.ResourceKey;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * What a record depends on.
 *
 * @param targets by name: what was found and what was looked for in vain
 * @param revision everything up to here was seen when it was found out
 * @param scope of an agent; other kinds have none
 */
public record Dependent(
        ResourceKey key, Set<ResourceKey> targets, long revision, @Nullable Scope scope) {

    public Dependent {
        targets = Set.copyOf(targets);
    }

    public static Dependent of(ResourceKey key, Set<ResourceKey> targets, long revision) {
        return new Dependent(key, targets, revision, null);
    }
}
