package dev.joch.admission.preflight;

import dev.joch.admission.review.Draft;
import dev.joch.admission.rules.Resolution;
import dev.joch.admission.rules.Resolution.Target;
import dev.joch.policy.v1.PreflightTarget;
import dev.joch.resource.field.Reference;
import dev.joch.resource.v1alpha1.ModelSpec;
import dev.joch.resource.v1alpha1.Resource;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Models, tools and MCP servers that a document leads to, resolved: what the engine judges, so that
 * it need not resolve anything again.
 */
final class LedTo {

    private static final Set<String> JUDGED = Set.of("Model", "Tool", "MCPServer");

    private final Resolution resolution;

    LedTo(Resolution resolution) {
        this.resolution = resolution;
    }

    List<PreflightTarget> of(Draft draft) {
        Set<PreflightTarget> targets = new LinkedHashSet<>();
        new Leads(
                        resolution,
                        (from, reference, field, way) ->
                                found(from, reference)
                                        .ifPresent(resource ->
                                                targets.add(target(resource, field, way))))
                .of(draft);
        return List.copyOf(targets);
    }

    private static PreflightTarget target(Resource resource, String field, String way) {
        return PreflightTarget.newBuilder()
                .setField(field)
                .setWay(way)
                .setResource(resource)
                .build();
    }

    private Optional<Resource> found(Draft from, Reference reference) {
        if (!JUDGED.contains(reference.kind())) {
            return Optional.empty();
        }
        return resolution
                .resolve(from, reference)
                .map(Target::resource)
                .filter(resource -> provided(resource, reference));
    }

    /** A Model of another provider is not the one that the text means. */
    private static boolean provided(Resource resource, Reference reference) {
        return reference.provider() == null
                || EnvironmentPreflight.spec(resource, ModelSpec.class)
                        .filter(model -> model.getProvider().equals(reference.provider()))
                        .isPresent();
    }
}
