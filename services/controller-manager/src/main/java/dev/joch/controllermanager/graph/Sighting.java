package dev.joch.controllermanager.graph;

import dev.joch.resource.v1alpha1.ResourceKey;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a record looks like to those who depend on it.
 *
 * @param fingerprint identity and generation; empty when it is gone
 * @param facts what some kinds read of its status
 * @param factReaders those kinds
 * @param revision at which it was seen
 * @param selector labels of the agents that it has a say for, where it is a policy with a selector
 * @param namespaces whose agents it has a say for, where it is a team
 */
public record Sighting(
        ResourceKey key,
        String fingerprint,
        String facts,
        Set<String> factReaders,
        long revision,
        @Nullable Map<String, String> selector,
        @Nullable List<String> namespaces) {

    public static Sighting gone(ResourceKey key, long revision) {
        return new Sighting(key, "", "", Set.of(), revision, null, null);
    }

    /** Whether nobody who depends on it could tell the two apart. */
    public boolean looksLike(Sighting other) {
        return fingerprint.equals(other.fingerprint) && facts.equals(other.facts);
    }
}
