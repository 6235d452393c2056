package dev.joch.compiler.agent;

import com.google.protobuf.Descriptors.FieldDescriptor;

import dev.joch.resource.field.ModelLists;
import dev.joch.resource.field.Regions;
import dev.joch.resource.v1alpha1.ModelRouteFailover;
import dev.joch.resource.v1alpha1.ModelRouteRequirements;
import dev.joch.resource.v1alpha1.ModelRouteSpec;
import dev.joch.resource.v1alpha1.ModelSpec;

import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a candidate of a route must be.
 *
 * <p>A primary that does not fit is an error: every call would begin with it. A fallback that does
 * not fit is a warning: the router passes it over, never silently degrades, and says why. Where the
 * route forbids to pass it over, a call would end there, and it is an error too. What the lists of
 * the environment refuse is an error wherever it stands, as at apply.
 */
final class CandidateRules {

    private final Scope scope;
    private final String way;
    private final ModelRouteSpec route;
    private final ModelRouteFailover failover;
    private final String field;

    /**
     * @param way what the candidates are of, e.g. {@code ModelRoute research-default}
     */
    CandidateRules(Scope scope, String way, ModelRouteSpec route, String field) {
        this.scope = scope;
        this.way = way;
        this.route = route;
        this.failover = Failover.complete(route.getStrategy().getFailover());
        this.field = field;
    }

    void check(RoutePart.Candidate candidate, boolean primary) {
        scope.environmentSpec()
                .flatMap(environment ->
                        ModelLists.refusal(environment.getModels(), candidate.name()))
                .ifPresent(rule ->
                        scope.findings()
                                .error(
                                        Reason.MODEL_DENIED,
                                        field,
                                        candidate.name()
                                                + " of "
                                                + way
                                                + " is not allowed in Environment "
                                                + scope.environment(),
                                        "rule Environment/"
                                                + scope.environment()
                                                + " "
                                                + rule
                                                + "; choose models it allows"));
        candidate
                .spec()
                .ifPresent(model -> {
                    abilities(candidate.name(), model, primary);
                    residency(candidate.name(), model, primary);
                });
    }

    private void abilities(String name, ModelSpec model, boolean primary) {
        ModelRouteRequirements demands = route.getRequirements();
        TreeSet<String> lacking = new TreeSet<>();
        for (Map.Entry<FieldDescriptor, Object> demand : demands.getAllFields().entrySet()) {
            String capability = demand.getKey().getJsonName();
            if (Boolean.TRUE.equals(demand.getValue())
                    && !model.getCapabilitiesOrDefault(capability, false)) {
                lacking.add("`" + capability + "`");
            }
        }
        if (!lacking.isEmpty()) {
            unfit(
                    primary,
                    name + " cannot do what " + way + " demands: " + String.join(", ", lacking));
        } else if (primary
                && scope.spec().getToolsCount() > 0
                && !model.getCapabilitiesOrDefault("toolCalling", false)) {
            unfit(false, name + " does not call tools, and the agent has tools");
        }
        long window = model.getLimits().getContextWindowTokens();
        long wanted = demands.getContextWindowMin();
        if (window > 0 && window < wanted) {
            unfit(
                    primary,
                    name
                            + " has a context of "
                            + window
                            + " tokens, and "
                            + way
                            + " demands "
                            + wanted);
        }
    }

    private void unfit(boolean error, String message) {
        tell(
                Reason.CAPABILITY_MISMATCH,
                error,
                failover.getOnCapabilityMismatch() ? "" : "onCapabilityMismatch",
                message,
                "choose another model, or correct spec.capabilities or spec.limits of the Model");
    }

    /**
     * @param off flag of the route that forbids to pass the candidate over; empty when it is on
     */
    private void tell(Reason reason, boolean error, String off, String message, String fix) {
        if (error) {
            scope.findings().error(reason, field, message, fix);
        } else if (!off.isEmpty()) {
            scope.findings()
                    .error(
                            reason,
                            field,
                            message
                                    + ", and spec.strategy.failover."
                                    + off
                                    + " is false: a call would end there",
                            fix + ", or let calls pass it over");
        } else {
            scope.findings().warning(reason, field, message + "; the router passes it over", fix);
        }
    }

    private void residency(String name, ModelSpec model, boolean primary) {
        String ofRoute = route.getConstraints().getDataResidency();
        String ofEnvironment =
                scope.environmentSpec()
                        .map(environment -> environment.getCompliance().getDataResidency())
                        .orElse("");
        Stream.of(ofRoute, ofEnvironment)
                .filter(group -> !group.isEmpty())
                .distinct()
                .filter(group -> !Regions.inside(group, model.getRouting().getRegionsList()))
                .forEach(group -> outside(name, group, primary));
    }

    private void outside(String name, String group, boolean primary) {
        tell(
                Reason.REGION_MISMATCH,
                primary,
                failover.getOnRegionMismatch() ? "" : "onRegionMismatch",
                name + " does not answer from `" + group + "`, where data must stay",
                "choose another model, or name the region in spec.routing.regions of the Model");
    }
}
