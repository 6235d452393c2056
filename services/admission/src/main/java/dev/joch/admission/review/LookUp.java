package dev.joch.admission.review;

import dev.joch.admission.catalogue.Catalogue;
import dev.joch.admission.preflight.EnvironmentPreflight;
import dev.joch.admission.rules.CycleRule;
import dev.joch.admission.rules.Resolution;
import dev.joch.resource.field.Reference;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Fetches what a review asks about: one call for everything the batch names, then one for the
 * policies of its environments and the children of its agents, and one more per level of those,
 * since a circle may run through stored resources.
 */
final class LookUp {

    private static final int MOST_LEVELS = 32;

    private final Catalogue catalogue;
    private final Map<ResourceKey, Resource> found = new HashMap<>();
    private final Set<ResourceKey> asked = new HashSet<>();
    private final Set<ResourceKey> batch = new HashSet<>();

    LookUp(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    Map<ResourceKey, Resource> all(String tenant, List<Draft> drafts) {
        Set<ResourceKey> keys = new LinkedHashSet<>();
        for (Draft draft : drafts) {
            batch.add(draft.key());
        }
        for (Draft draft : drafts) {
            ResourceKey environment =
                    EnvironmentPreflight.environmentKey(tenant, draft.environment());
            if (!batch.contains(environment)) {
                keys.add(environment);
            }
            draft.references().forEach(reference -> addCandidates(draft, reference, keys));
        }
        Map<ResourceKey, Resource> fresh = ask(keys);
        for (int level = 0; level < MOST_LEVELS && !fresh.isEmpty(); level++) {
            fresh = ask(further(fresh));
        }
        return found;
    }

    private Map<ResourceKey, Resource> ask(Set<ResourceKey> keys) {
        keys.removeIf(key -> !asked.add(key));
        Map<ResourceKey, Resource> fresh = keys.isEmpty() ? Map.of() : catalogue.find(keys);
        found.putAll(fresh);
        return fresh;
    }

    private Set<ResourceKey> further(Map<ResourceKey, Resource> level) {
        Set<ResourceKey> keys = new LinkedHashSet<>();
        level.forEach((key, resource) -> {
            if (CycleRule.mayBeOnACircle(key.getKind())) {
                addReferences(resource, key.getKind(), keys);
            } else if (key.getKind().equals("Environment")) {
                addReferences(resource, "Policy", keys);
            }
        });
        return keys;
    }

    private void addReferences(Resource resource, String kind, Set<ResourceKey> keys) {
        Draft draft = Draft.stored(resource);
        for (Reference reference : draft.references()) {
            if (reference.kind().equals(kind) && (!reference.soft() || kind.equals("Policy"))) {
                addCandidates(draft, reference, keys);
            }
        }
    }

    /** Up to the first that is of the batch: nothing behind it can win. */
    private void addCandidates(Draft draft, Reference reference, Set<ResourceKey> keys) {
        for (ResourceKey key : Resolution.candidates(draft, reference)) {
            if (batch.contains(key)) {
                return;
            }
            keys.add(key);
        }
    }
}
