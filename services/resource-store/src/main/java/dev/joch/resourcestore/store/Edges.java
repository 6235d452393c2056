package dev.joch.resourcestore.store;

import dev.joch.resource.v1alpha1.OwnerReference;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Version;
import dev.joch.resourcestore.rules.GroupPlan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What a plan does to the edges between resources.
 *
 * @param <T> what an edge leads to
 * @param added edges that are new
 * @param removed edges that are no more
 */
record Edges<T>(List<Edge<T>> added, List<Edge<T>> removed) {

    /** From a resource to what it points at. */
    record Edge<T>(Key source, T target) {}

    static Edges<Key> references(GroupPlan plan, Function<Key, Optional<Version>> before) {
        return between(plan, before, Version::references);
    }

    static Edges<String> owners(GroupPlan plan, Function<Key, Optional<Version>> before) {
        return between(
                plan,
                before,
                version ->
                        version.resource().getMetadata().getOwnerReferencesList().stream()
                                .map(OwnerReference::getUid)
                                .toList());
    }

    private static <T> Edges<T> between(
            GroupPlan plan,
            Function<Key, Optional<Version>> before,
            Function<Version, List<T>> targets) {
        List<Edge<T>> added = new ArrayList<>();
        List<Edge<T>> removed = new ArrayList<>();
        for (Map.Entry<Key, Version> entry : plan.newest().entrySet()) {
            Version now = entry.getValue();
            List<T> targetsNow = now.gone() ? List.of() : targets.apply(now);
            List<T> targetsBefore = before.apply(entry.getKey()).map(targets).orElse(List.of());
            if (targetsNow.equals(targetsBefore)) {
                continue;
            }
            Set<T> is = new HashSet<>(targetsNow);
            Set<T> was = new HashSet<>(targetsBefore);
            is.stream()
                    .filter(target -> !was.contains(target))
                    .forEach(target -> added.add(new Edge<>(entry.getKey(), target)));
            was.stream()
                    .filter(target -> !is.contains(target))
                    .forEach(target -> removed.add(new Edge<>(entry.getKey(), target)));
        }
        return new Edges<>(added, removed);
    }
}
