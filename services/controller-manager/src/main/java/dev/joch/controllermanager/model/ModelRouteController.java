package dev.joch.controllermanager.model;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.Resolved;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;
import dev.joch.resource.field.Regions;
import dev.joch.resource.v1alpha1.ModelRouteRequirements;
import dev.joch.resource.v1alpha1.ModelRouteSpec;
import dev.joch.resource.v1alpha1.ModelRouteStatus;
import dev.joch.resource.v1alpha1.ModelSpec;
import dev.joch.resource.v1alpha1.ModelStatus;
import dev.joch.resource.v1alpha1.Resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A route: which of its models are there, can do what is asked, and are healthy. */
public final class ModelRouteController implements KindController {

    /** What is known about one model of the route. */
    private record Candidate(String name, Optional<String> health, List<String> lacks) {

        boolean usable() {
            return health.isPresent() && lacks.isEmpty() && !health.get().equals("Unhealthy");
        }

        boolean sound() {
            return usable() && !health.orElse("").equals("Degraded");
        }
    }

    @Override
    public String kind() {
        return "ModelRoute";
    }

    @Override
    public Look look(Subject subject) {
        ModelRouteSpec spec = subject.spec(ModelRouteSpec.class);
        List<Candidate> candidates = new ArrayList<>();
        for (Resolved resolved : subject.references()) {
            if (resolved.reference().path().startsWith("spec.strategy.")) {
                candidates.add(candidate(resolved, spec));
            }
        }
        StatusDraft draft = subject.draft();
        boolean resolved = ValidateReferences.into(draft, subject.references());
        List<String> lacking =
                candidates.stream()
                        .filter(candidate -> !candidate.lacks().isEmpty())
                        .map(candidate ->
                                candidate.name() + " lacks " + String.join(", ", candidate.lacks()))
                        .toList();
        draft.is(
                "RequirementsMet",
                lacking.isEmpty(),
                lacking.isEmpty() ? "Met" : "CapabilityMissing",
                ValidateReferences.words(lacking));
        health(draft, candidates);
        boolean usable = candidates.stream().anyMatch(Candidate::usable);
        boolean first = !candidates.isEmpty() && candidates.getFirst().sound();
        if (!usable) {
            draft.phase("Failed").ready(false, "NoCandidate", "no model of the route can be used");
        } else if (first && resolved) {
            draft.phase("Ready").ready(true, "PrimaryUsable", "");
        } else {
            draft.phase("Degraded")
                    .ready(true, "Degraded", "not every model of the route can be used");
        }
        return Look.at(draft);
    }

    private static void health(StatusDraft draft, List<Candidate> candidates) {
        ModelRouteStatus.Builder fields = draft.fields(ModelRouteStatus.Builder.class);
        fields.clearFallbackHealth();
        for (int i = 0; i < candidates.size(); i++) {
            Candidate candidate = candidates.get(i);
            String health = candidate.health().orElse("Unknown");
            if (i == 0) {
                fields.setPrimaryHealth(health);
            } else {
                fields.putFallbackHealth(candidate.name(), health);
            }
        }
    }

    private static Candidate candidate(Resolved resolved, ModelRouteSpec route) {
        String provider = resolved.reference().provider();
        String name = (provider == null ? "" : provider + ":") + resolved.reference().name();
        Optional<Resource> model = resolved.target();
        if (model.isEmpty()) {
            return new Candidate(name, Optional.empty(), List.of());
        }
        try {
            ModelSpec spec = model.get().getSpec().unpack(ModelSpec.class);
            String health =
                    model.get().hasStatus()
                            ? model.get().getStatus().unpack(ModelStatus.class).getHealth()
                            : "";
            return new Candidate(
                    name, Optional.of(health.isEmpty() ? "Unknown" : health), lacks(spec, route));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("Model " + name + " is of another kind", e);
        }
    }

    /** The words of the two are the same on both sides of the contract. */
    static List<String> lacks(ModelSpec model, ModelRouteSpec route) {
        ModelRouteRequirements wanted = route.getRequirements();
        List<String> lacks = new ArrayList<>();
        for (Map.Entry<FieldDescriptor, Object> want : wanted.getAllFields().entrySet()) {
            String capability = want.getKey().getJsonName();
            if (Boolean.TRUE.equals(want.getValue())
                    && !model.getCapabilitiesOrDefault(capability, false)) {
                lacks.add(capability);
            }
        }
        if (model.getLimits().getContextWindowTokens() < wanted.getContextWindowMin()) {
            lacks.add("a context window of " + wanted.getContextWindowMin());
        }
        String group = route.getConstraints().getDataResidency();
        if (!group.isEmpty() && !Regions.inside(group, model.getRouting().getRegionsList())) {
            lacks.add("a region inside " + group);
        }
        return lacks;
    }
}
