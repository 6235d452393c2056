package dev.joch.admission.review;

import dev.joch.admission.catalogue.Catalogue;
import dev.joch.admission.preflight.EnvironmentPreflight;
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
 * Fetches what a review asks about: one call for everything the batch names, then one per level of kinds that refer to themselves, in
 * which a circle may run through stored resources.
 */
final class LookUp {

    private static final int MOST_LEVELS = 32;

    private final Catalogue catalogue;
    private final Map<ResourceKey, Resource> found = new HashMap<>();
    private final Set<ResourceKey> asked = new HashSet<>();

    LookUp(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    Map<ResourceKey, Resource> all(String tenant, List<Draft> drafts) {
        Set<ResourceKey> keys = new LinkedHashSet<>();
        for (Draft draft : drafts) {
            asked.add(draft.key());
        }
        for (Draft draft : drafts) {
            keys.add(EnvironmentPreflight.environmentKey(tenant, draft.environment()));
            draft.references()
                    .forEach(reference -> keys.addAll(Resolution.candidates(draft, reference)));
        }
        Map<ResourceKey, Resource> fresh = ask(keys);
        for (int level = 0; level < MOST_LEVELS && !fresh.isEmpty(); level++) {
            fresh = ask(furtherOfTheirKind(fresh));
        }
        return found;
    }

    private Map<ResourceKey, Resource> ask(Set<ResourceKey> keys) {
        keys.removeIf(key -> !asked.add(key));
        Map<ResourceKey, Resource> fresh = keys.isEmpty() ? Map.of() : catalogue.find(keys);
        found.putAll(fresh);
        return fresh;
    }

    private static Set<ResourceKey> furtherOfTheirKind(Map<ResourceKey, Resource> level) {
        Set<ResourceKey> keys = new LinkedHashSet<>();
        level.forEach(
                (key, resource) -> {
                    if (selfReferring(key.getKind())) {
                        Draft draft = Draft.stored(resource);
                        for (Reference reference : draft.references()) {
                            if (!reference.soft() && reference.kind().equals(key.getKind())) {
                                keys.addAll(Resolution.candidates(draft, reference));
                            }
                        }
                    }
                });
        return keys;
    }

    /** Agents have agents as children; no other kind refers to its own kind. */
    private static boolean selfReferring(String kind) {
        return kind.equals("Agent");
    }
}
