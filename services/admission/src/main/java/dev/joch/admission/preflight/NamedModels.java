package dev.joch.admission.preflight;

import dev.joch.admission.review.Draft;
import dev.joch.admission.rules.Resolution;
import dev.joch.resource.field.Reference;
import dev.joch.resource.v1alpha1.ModelSpec;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Names of the models that a document leads to. */
final class NamedModels {

    private final Resolution resolution;

    NamedModels(Resolution resolution) {
        this.resolution = resolution;
    }

    Set<NamedModel> of(Draft draft) {
        Set<NamedModel> models = new LinkedHashSet<>();
        new Leads(
                        resolution,
                        (from, reference, field, way) -> {
                            if (reference.kind().equals("Model")) {
                                modelName(from, reference)
                                        .ifPresent(model ->
                                                models.add(new NamedModel(model, field, way)));
                            }
                        })
                .of(draft);
        return models;
    }

    /** What the text says, or else what the Model says. */
    private Optional<String> modelName(Draft from, Reference reference) {
        if (reference.provider() != null) {
            return Optional.of(reference.provider() + ":" + reference.name());
        }
        return resolution
                .resolve(from, reference)
                .flatMap(target -> EnvironmentPreflight.spec(target.resource(), ModelSpec.class))
                .map(model -> model.getProvider() + ":" + reference.name());
    }
}
