package dev.joch.agbom.content;

import dev.joch.resource.v1alpha1.ManifestModelRoute;
import dev.joch.resource.v1alpha1.ModelRouteSpec;
import dev.joch.resource.v1alpha1.ModelSpec;
import dev.joch.resource.v1alpha1.Resource;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** The route, and the models that it may choose. */
final class Models {

    private Models() {}

    static void list(Ingredients from, Draft draft, String agent) {
        ManifestModelRoute route = from.manifest().getModelRoute();
        if (!from.lists(Section.MODELS) || route.getName().isEmpty()) {
            return;
        }
        String placed = draft.placed(route.getNamespace(), route.getName());
        String ref = "urn:modelroute:" + placed;
        Entry entry =
                Entry.of(Shape.SERVICE, "ModelRoute", route.getName())
                        .version("v" + route.getGeneration())
                        .property("joch.primary", route.getPrimary())
                        .property("joch.fallback", String.join(",", route.getFallbackList()))
                        .property("joch.dataResidency", route.getConstraints().getDataResidency());
        from.find("ModelRoute", route.getNamespace(), route.getName())
                .map(found -> Ingredients.spec(found, ModelRouteSpec.class))
                .ifPresent(spec -> entry.description(spec.getDescription()));
        draft.add(entry.as(ref, placed));
        draft.link(agent, ref);
        List<String> candidates = new ArrayList<>();
        if (!route.getPrimary().isEmpty()) {
            candidates.add(route.getPrimary());
        }
        candidates.addAll(route.getFallbackList());
        for (String candidate : candidates) {
            String model = model(from, draft, candidate);
            draft.link(ref, model);
            draft.link(agent, model);
        }
    }

    /**
     * Lists one model.
     *
     * @param reference {@code provider:name}
     * @return its ref
     */
    static String model(Ingredients from, Draft draft, String reference) {
        int colon = reference.indexOf(':');
        String name = reference.substring(colon + 1);
        Entry entry = Entry.of(Shape.MODEL, "Model", reference);
        from.find("Model", "", name).ifPresent(found -> describe(entry, found));
        String ref = "urn:model:" + reference;
        draft.add(entry.as(ref, reference));
        return ref;
    }

    /** Of a record, {@code provider:name}. */
    static String name(Resource model) {
        return Ingredients.spec(model, ModelSpec.class).getProvider()
                + ":"
                + model.getMetadata().getName();
    }

    private static void describe(Entry entry, Resource found) {
        ModelSpec spec = Ingredients.spec(found, ModelSpec.class);
        entry.version(spec.getModel())
                .property("joch.provider", spec.getProvider())
                .property("joch.endpoint.type", spec.getEndpoint().getType())
                .property("joch.endpoint.baseUrl", spec.getEndpoint().getBaseUrl())
                .property("joch.regions", String.join(",", spec.getRouting().getRegionsList()))
                .property("joch.tier", spec.getTier())
                .property("contextWindowTokens", spec.getLimits().getContextWindowTokens())
                .property("maxOutputTokens", spec.getLimits().getMaxOutputTokens());
        new TreeMap<>(spec.getCapabilitiesMap())
                .forEach((capability, has) -> entry.flag(capability, has));
        if (spec.hasDefaultParameters()) {
            if (spec.getDefaultParameters().hasTemperature()) {
                entry.property(
                        "temperature", Numbers.text(spec.getDefaultParameters().getTemperature()));
            }
            if (spec.getDefaultParameters().hasTopP()) {
                entry.property("topP", Numbers.text(spec.getDefaultParameters().getTopP()));
            }
            entry.property("reasoningEffort", spec.getDefaultParameters().getReasoningEffort());
        }
    }
}
