package dev.joch.admission.preflight;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.admission.rules.Resolution;
import dev.joch.resource.field.Reference;
import dev.joch.resource.v1alpha1.EnvironmentModels;
import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.ModelRouteSpec;
import dev.joch.resource.v1alpha1.ModelSpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The model lists of the environment that a document is meant for: what names a denied model does
 * not come in.
 */
public final class EnvironmentPreflight implements Preflight {

    @Override
    public Map<Integer, List<String>> check(
            String tenant, List<Draft> drafts, Resolution resolution, Findings findings) {
        Map<Integer, List<String>> policies = new HashMap<>();
        for (Draft draft : drafts) {
            Optional<EnvironmentSpec> environment = environment(tenant, draft, resolution);
            environment.ifPresent(found -> models(draft, found.getModels(), resolution, findings));
            policies.put(
                    draft.document(), EffectivePolicies.of(tenant, draft, environment, resolution));
        }
        return policies;
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
        for (NamedModel named : namedModels(draft, resolution)) {
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

    /**
     * A model that a document leads to.
     *
     * @param model as {@code provider:name}
     * @param field the field that leads there
     * @param route the route on the way; empty where the document names the model itself
     */
    private record NamedModel(String model, String field, String route) {

        String sentence(String environment) {
            return (route.isEmpty() ? "`" : "ModelRoute " + route + " leads to `")
                    + model
                    + (route.isEmpty() ? "` may" : "`, which may")
                    + " not be used in environment "
                    + environment;
        }
    }

    private static Set<NamedModel> namedModels(Draft draft, Resolution resolution) {
        Set<NamedModel> models = new LinkedHashSet<>();
        for (Reference reference : draft.references()) {
            String field = reference.path();
            if (reference.kind().equals("Model")) {
                modelName(draft, reference, resolution)
                        .ifPresent(model -> models.add(new NamedModel(model, field, "")));
            } else if (reference.kind().equals("ModelRoute")) {
                resolution
                        .resolve(draft, reference)
                        .flatMap(target -> spec(target.resource(), ModelRouteSpec.class))
                        .map(EnvironmentPreflight::routeModels)
                        .orElse(List.of())
                        .forEach(model ->
                                models.add(new NamedModel(model, field, reference.name())));
            }
        }
        return models;
    }

    /** What the text says, or else what the Model says. */
    private static Optional<String> modelName(
            Draft draft, Reference reference, Resolution resolution) {
        if (reference.provider() != null) {
            return Optional.of(reference.provider() + ":" + reference.name());
        }
        return resolution
                .resolve(draft, reference)
                .flatMap(target -> spec(target.resource(), ModelSpec.class))
                .map(model -> model.getProvider() + ":" + reference.name());
    }

    private static List<String> routeModels(ModelRouteSpec route) {
        List<String> models = new ArrayList<>();
        models.add(route.getStrategy().getPrimary());
        models.addAll(route.getStrategy().getFallbackList());
        return models;
    }

    private static <T extends Message> Optional<T> spec(Resource resource, Class<T> type) {
        Any spec = resource.getSpec();
        try {
            return spec.is(type) ? Optional.of(spec.unpack(type)) : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }
}
