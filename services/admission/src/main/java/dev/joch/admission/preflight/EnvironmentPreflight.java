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
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The model lists of the environment that a document is meant for: what names a denied model does not come in. */
public final class EnvironmentPreflight implements Preflight {

    @Override
    public Map<Integer, List<String>> check(
            String tenant, List<Draft> drafts, Resolution resolution, Findings findings) {
        Map<Integer, List<String>> policies = new HashMap<>();
        for (Draft draft : drafts) {
            Optional<EnvironmentSpec> environment = environment(tenant, draft, resolution);
            environment.ifPresent(found -> models(draft, found.getModels(), resolution, findings));
            policies.put(
                    draft.document(),
                    EffectivePolicies.of(tenant, draft, environment, resolution));
        }
        return policies;
    }

    /** Key of the environment that a document is meant for. */
    public static ResourceKey environmentKey(String tenant, String name) {
        return ResourceKey.newBuilder().setTenant(tenant).setKind("Environment").setName(name).build();
    }

    private static Optional<EnvironmentSpec> environment(
            String tenant, Draft draft, Resolution resolution) {
        return resolution
                .find(environmentKey(tenant, draft.environment()))
                .flatMap(target -> spec(target.resource(), EnvironmentSpec.class));
    }

    private static void models(
            Draft draft, EnvironmentModels lists, Resolution resolution, Findings findings) {
        namedModels(draft, resolution)
                .forEach(
                        (model, field) ->
                                ModelLists.refusal(lists, model)
                                        .ifPresent(
                                                rule ->
                                                        findings.error(
                                                                draft,
                                                                Reason.PREFLIGHT_DENIED,
                                                                field,
                                                                model
                                                                        + " may not be used in environment "
                                                                        + draft.environment(),
                                                                "rule Environment/"
                                                                        + draft.environment()
                                                                        + " "
                                                                        + rule
                                                                        + "; choose a model it allows, or ask its"
                                                                        + " administrators")));
    }

    /** Every model a document leads to, with the field that leads there: its own words, and those of its route. */
    private static Map<String, String> namedModels(Draft draft, Resolution resolution) {
        Map<String, String> models = new LinkedHashMap<>();
        for (Reference reference : draft.references()) {
            if (reference.form() == Reference.Form.MODEL && reference.provider() != null) {
                models.putIfAbsent(reference.provider() + ":" + reference.name(), reference.path());
            } else if (reference.kind().equals("ModelRoute")) {
                resolution
                        .resolve(draft, reference)
                        .flatMap(target -> spec(target.resource(), ModelRouteSpec.class))
                        .ifPresent(
                                route ->
                                        routeModels(route)
                                                .forEach(
                                                        model ->
                                                                models.putIfAbsent(
                                                                        model, reference.path())));
            }
        }
        return models;
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
