package dev.joch.admission.preflight;

import dev.joch.admission.review.Draft;
import dev.joch.admission.rules.Resolution;
import dev.joch.policy.scope.AgentScope;
import dev.joch.policy.scope.EffectivePolicies;
import dev.joch.policy.scope.PolicyShelf;
import dev.joch.resource.field.Reference;
import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which policies have a say in a document, as {@code name@vN}, in the order that holds everywhere.
 *
 * <p>Without the policy engine nobody here knows the teams, nor the stored policies that select an
 * agent; those of the batch count. What is not there yet stands at the end, by its name.
 */
final class PolicyVersions {

    private PolicyVersions() {}

    static List<String> of(
            String tenant,
            Draft draft,
            Optional<EnvironmentSpec> environment,
            Resolution resolution) {
        EffectivePolicies effective =
                EffectivePolicies.of(
                        new AgentScope(
                                tenant,
                                draft.namespace(),
                                draft.metadata().getLabelsMap(),
                                named(draft),
                                environment,
                                new TreeMap<>()),
                        shelf(draft, resolution));
        List<String> versions = new ArrayList<>();
        effective
                .policies()
                .forEach((key, policy) -> versions.add(version(key, policy, resolution)));
        versions.addAll(effective.missing().keySet());
        return List.copyOf(versions);
    }

    private static List<Ref> named(Draft draft) {
        List<Ref> named = new ArrayList<>();
        for (Reference reference : draft.references()) {
            if (reference.kind().equals("Policy")) {
                Ref.Builder ref = Ref.newBuilder().setName(reference.name());
                if (reference.namespace() != null) {
                    ref.setNamespace(reference.namespace());
                }
                named.add(ref.build());
            }
        }
        return named;
    }

    private static PolicyShelf shelf(Draft draft, Resolution resolution) {
        boolean selectable = draft.resource().getKind().equals("Agent");
        return new PolicyShelf() {
            @Override
            public Optional<Resource> find(ResourceKey key) {
                return resolution.find(key).map(Resolution.Target::resource);
            }

            @Override
            public Collection<Resource> selecting(
                    String tenant, String namespace, Map<String, String> labels) {
                return selectable ? resolution.inBatch("Policy", namespace) : List.of();
            }
        };
    }

    /** A policy of the same batch has no version before it is stored. */
    private static String version(ResourceKey key, Resource policy, Resolution resolution) {
        boolean stored = resolution.find(key).map(Resolution.Target::inStore).orElse(false);
        return stored ? EffectivePolicies.version(policy) : key.getName();
    }
}
