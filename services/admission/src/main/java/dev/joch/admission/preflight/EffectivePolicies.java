package dev.joch.admission.preflight;

import dev.joch.admission.review.Draft;
import dev.joch.admission.rules.NameRules;
import dev.joch.admission.rules.Resolution;
import dev.joch.resource.field.Reference;
import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which policies have a say in a document, as {@code name@vN}: those of its environment first, then
 * its own.
 */
final class EffectivePolicies {

    private EffectivePolicies() {}

    static List<String> of(
            String tenant,
            Draft draft,
            Optional<EnvironmentSpec> environment,
            Resolution resolution) {
        Set<String> names = new LinkedHashSet<>();
        environment.ifPresent(found ->
                found.getPoliciesList()
                        .forEach(policy -> names.add(version(tenant, policy, resolution))));
        for (Reference reference : draft.references()) {
            if (reference.kind().equals("Policy")) {
                names.add(
                        resolution
                                .resolve(draft, reference)
                                .map(target -> versioned(reference.name(), target))
                                .orElse(reference.name()));
            }
        }
        return List.copyOf(names);
    }

    private static String version(String tenant, Ref policy, Resolution resolution) {
        String namespace =
                policy.getNamespace().isEmpty() ? NameRules.SHARED : policy.getNamespace();
        ResourceKey key =
                ResourceKey.newBuilder()
                        .setTenant(tenant)
                        .setKind("Policy")
                        .setNamespace(namespace)
                        .setName(policy.getName())
                        .build();
        return resolution
                .find(key)
                .map(target -> versioned(policy.getName(), target))
                .orElse(policy.getName());
    }

    /** A policy of the same batch has no version before it is stored. */
    private static String versioned(String name, Resolution.Target target) {
        return target.inStore()
                ? name + "@v" + target.resource().getMetadata().getGeneration()
                : name;
    }
}
