package dev.joch.admission.preflight;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.admission.review.TimeLeft;
import dev.joch.admission.rules.Resolution;
import dev.joch.resource.field.ModelLists;
import dev.joch.resource.v1alpha1.EnvironmentModels;
import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The model lists of the environment that a document is meant for: what names a denied model does
 * not come in.
 */
public final class EnvironmentPreflight implements Preflight {

    private static final Set<String> SHARED = Set.of("ModelRoute", "Environment");

    @Override
    public Map<Integer, List<String>> check(
            String tenant, List<Draft> drafts, Resolution resolution, Findings findings) {
        Map<Integer, List<String>> policies = new HashMap<>();
        for (Draft draft : drafts) {
            Optional<EnvironmentSpec> environment = environment(tenant, draft, resolution);
            TimeLeft.require();
            if (!shared(draft)) {
                environment.ifPresent(
                        found -> models(draft, found.getModels(), resolution, findings));
            }
            policies.put(
                    draft.document(), PolicyVersions.of(tenant, draft, environment, resolution));
        }
        return policies;
    }

    /**
     * What says nothing of its environment and serves several: whoever uses it there is judged
     * instead.
     */
    private static boolean shared(Draft draft) {
        return !draft.placed() && SHARED.contains(draft.resource().getKind());
    }

    /** Key of the environment that a document is meant for. */
    public static ResourceKey environmentKey(String tenant, String name) {
        return ResourceKey.newBuilder()
                .setTenant(tenant)
                .setKind("Environment")
                // presence counts: without it the key equals none of the store's
                .setNamespace("")
                .setName(name)
                .build();
    }

    private static Optional<EnvironmentSpec> environment(
            String tenant, Draft draft, Resolution resolution) {
        return resolution
                .find(environmentKey(tenant, draft.environment()))
                .flatMap(target -> spec(target.resource(), EnvironmentSpec.class));
    }

    private static void models(
            Draft draft, EnvironmentModels lists, Resolution resolution, Findings findings) {
        for (NamedModel named : new NamedModels(resolution).of(draft)) {
            ModelLists.refusal(lists, named.model())
                    .ifPresent(rule ->
                            findings.error(
                                    draft,
                                    Reason.PREFLIGHT_DENIED,
                                    named.field(),
                                    named.sentence(draft.environment()),
                                    "rule Environment/"
                                            + draft.environment()
                                            + " "
                                            + rule
                                            + "; choose a model it allows, or ask who keeps the"
                                            + " environment"));
        }
    }

    static <T extends Message> Optional<T> spec(Resource resource, Class<T> type) {
        Any spec = resource.getSpec();
        try {
            return spec.is(type) ? Optional.of(spec.unpack(type)) : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }
}
