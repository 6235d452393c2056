package dev.joch.admission.review;

import dev.joch.admission.preflight.EnvironmentPreflight;
import dev.joch.admission.rules.OwnershipRule;
import dev.joch.admission.rules.Resolution;
import dev.joch.admission.rules.Resolution.Target;
import dev.joch.resource.field.Reference;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.Precondition;
import dev.joch.resourcestore.v1.Precondition.Expectation;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a verdict relied on: targets of hard references are still there, and environments still say
 * the same. What is of the batch itself needs no check.
 */
final class Reliance {

    private final Map<ResourceKey, Precondition> relied = new LinkedHashMap<>();
    private final Resolution resolution;

    private Reliance(Resolution resolution) {
        this.resolution = resolution;
    }

    /**
     * @param followed stored resources whose references were read as well
     */
    static List<Precondition> of(
            String tenant, List<Draft> drafts, Resolution resolution, Set<ResourceKey> followed) {
        Reliance reliance = new Reliance(resolution);
        // environments first: what is said of them is the stricter of the two
        for (Draft draft : drafts) {
            reliance.environment(EnvironmentPreflight.environmentKey(tenant, draft.environment()));
        }
        for (ResourceKey key : followed) {
            resolution
                    .find(key)
                    .filter(Target::inStore)
                    .ifPresent(found -> reliance.relied.putIfAbsent(key, unchanged(found)));
        }
        for (Draft draft : drafts) {
            for (ResourceKey owner : OwnershipRule.fresh(draft, resolution)) {
                resolution.find(owner).filter(Target::inStore).ifPresent(reliance::target);
            }
            for (Reference reference : draft.references()) {
                if (!reference.soft()) {
                    resolution
                            .resolve(draft, reference)
                            .filter(Target::inStore)
                            .ifPresent(reliance::target);
                }
            }
        }
        return List.copyOf(reliance.relied.values());
    }

    private void target(Target target) {
        relied.computeIfAbsent(target.key(), key -> exists(target).build());
    }

    /** An environment's rules are part of the verdict, and so is that there are none. */
    private void environment(ResourceKey key) {
        if (relied.containsKey(key)) {
            return;
        }
        resolution
                .find(key)
                .ifPresentOrElse(
                        found -> {
                            if (found.inStore()) {
                                relied.put(key, unchanged(found));
                            }
                        },
                        () -> relied.put(key, absent(key)));
    }

    private static Precondition.Builder exists(Target target) {
        return Precondition.newBuilder()
                .setKey(target.key())
                .setExpectation(Expectation.EXPECTATION_EXISTS)
                .setUid(target.resource().getMetadata().getUid());
    }

    private static Precondition unchanged(Target target) {
        return exists(target)
                .setResourceVersion(target.resource().getMetadata().getResourceVersion())
                .build();
    }

    private static Precondition absent(ResourceKey key) {
        return Precondition.newBuilder()
                .setKey(key)
                .setExpectation(Expectation.EXPECTATION_ABSENT)
                .build();
    }
}
