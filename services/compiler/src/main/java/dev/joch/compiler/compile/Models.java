package dev.joch.compiler.compile;

import dev.joch.compiler.compile.Desk.Found;
import dev.joch.resource.field.ModelLists;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.ManifestModelRoute;
import dev.joch.resource.v1alpha1.ModelRouteSpec;
import dev.joch.resource.v1alpha1.ModelSpec;
import dev.joch.resource.v1alpha1.Ref;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Route and models of an agent: its own route, or the environment's default, narrowed by what the
 * agent allows itself.
 *
 * <p>A candidate that does not fit is a warning while another one fits, because the router passes
 * it over; it is an error when none fits, or when the route forbids to pass over.
 */
final class Models {

    static final String ROUTE_FIELD = "spec.modelRoute.routeRef.name";
    private static final String ALLOWED_FIELD = "spec.modelPolicy.allowed";

    private final Desk desk;
    private final AgentSpec agent;
    private final Optional<EnvironmentSpec> environment;
    private final String environmentName;

    Models(
            Desk desk,
            AgentSpec agent,
            Optional<EnvironmentSpec> environment,
            String environmentName) {
        this.desk = desk;
        this.agent = agent;
        this.environment = environment;
        this.environmentName = environmentName;
    }

    /** Empty when the agent calls no models, or when something is wrong with them. */
    Optional<ManifestModelRoute> compile() {
        Optional<Found<ModelRouteSpec>> route = route();
        if (route.isPresent()) {
            return over(route.get());
        }
        List<String> allowed = agent.getModelPolicy().getAllowedList();
        if (allowed.isEmpty() || agent.getModelRoute().hasRouteRef()) {
            return Optional.empty();
        }
        Candidates candidates =
                new Candidates(allowed, List.of(), ModelRouteSpec.getDefaultInstance());
        return candidates
                .fitting(ALLOWED_FIELD)
                .map(models ->
                        ManifestModelRoute.newBuilder()
                                .setPrimary(models.getFirst())
                                .addAllFallback(models.subList(1, models.size()))
                                .addAllAllowed(allowed)
                                .build());
    }

    private Optional<Found<ModelRouteSpec>> route() {
        if (agent.getModelRoute().hasRouteRef()) {
            return desk.require(
                    ROUTE_FIELD,
                    "ModelRoute",
                    ModelRouteSpec.class,
                    agent.getModelRoute().getRouteRef());
        }
        Optional<Ref> byDefault =
                environment
                        .filter(found -> found.getDefaults().hasModelRouteRef())
                        .map(found -> found.getDefaults().getModelRouteRef());
        if (byDefault.isEmpty() || agent.getModelPolicy().getAllowedCount() > 0) {
            return Optional.empty();
        }
        return desk.require(ROUTE_FIELD, "", "ModelRoute", ModelRouteSpec.class, byDefault.get());
    }

    private Optional<ManifestModelRoute> over(Found<ModelRouteSpec> route) {
        ModelRouteSpec spec = route.spec();
        List<String> named = new ArrayList<>();
        named.add(spec.getStrategy().getPrimary());
        named.addAll(spec.getStrategy().getFallbackList());
        List<String> allowed = agent.getModelPolicy().getAllowedList();
        return new Candidates(named, allowed, spec)
                .fitting(ROUTE_FIELD)
                .map(models -> manifest(route, models, allowed));
    }

    private static ManifestModelRoute manifest(
            Found<ModelRouteSpec> route, List<String> models, List<String> allowed) {
        ManifestModelRoute.Builder manifest =
                ManifestModelRoute.newBuilder()
                        .setPrimary(models.getFirst())
                        .addAllFallback(models.subList(1, models.size()))
                        .setName(route.name())
                        .setNamespace(route.namespace())
                        .setGeneration(route.generation())
                        .addAllAllowed(allowed);
        if (route.spec().hasRequirements()) {
            manifest.setRequirements(route.spec().getRequirements());
        }
        if (route.spec().hasConstraints()) {
            manifest.setConstraints(route.spec().getConstraints());
        }
        return manifest.build();
    }

    /** Models in their order, those that the agent does not allow itself left out. */
    private final class Candidates {

        private final List<String> named;
        private final List<String> allowed;
        private final ModelRouteSpec route;

        Candidates(List<String> named, List<String> allowed, ModelRouteSpec route) {
            this.named = named;
            this.allowed = allowed;
            this.route = route;
        }

        Optional<List<String>> fitting(String field) {
            List<String> usable = new ArrayList<>();
            List<Unfit> unfit = new ArrayList<>();
            boolean missing = false;
            for (String text : named) {
                if (!allowed.isEmpty() && !allowed.contains(text)) {
                    continue;
                }
                Optional<Found<ModelSpec>> model = model(field, text);
                if (model.isEmpty()) {
                    missing = true;
                    continue;
                }
                Optional<Unfit> reason = unfit(text, model.get().spec());
                reason.ifPresent(unfit::add);
                usable.add(text);
            }
            if (missing) {
                return Optional.empty();
            }
            if (usable.isEmpty()) {
                desk.error(
                        field,
                        "NO_MODEL_LEFT",
                        "none of the models of the route is among spec.modelPolicy.allowed",
                        "allow one of " + named);
                return Optional.empty();
            }
            boolean none = unfit.size() == usable.size();
            for (Unfit one : unfit) {
                boolean deadly = none || one.mustHold() || one.denied();
                if (deadly) {
                    desk.error(field, one.reason(), one.message(), one.fix());
                } else {
                    desk.warn(field, one.reason(), one.message(), one.fix());
                }
            }
            return desk.failed() ? Optional.empty() : Optional.of(usable);
        }

        private Optional<Found<ModelSpec>> model(String field, String text) {
            int colon = text.indexOf(':');
            String provider = colon < 0 ? "" : text.substring(0, colon);
            String name = text.substring(colon + 1);
            Optional<Found<ModelSpec>> found =
                    desk.at(ResourceKeys.of(desk.tenant(), "Model", "", name), ModelSpec.class);
            if (found.isEmpty()) {
                desk.error(
                        field,
                        "REFERENCE_MISSING",
                        "Model `" + text + "` is not there",
                        "apply it, or name another one: joch get models");
                return Optional.empty();
            }
            if (!provider.isEmpty() && !provider.equals(found.get().spec().getProvider())) {
                desk.error(
                        field,
                        "MODEL_PROVIDER_MISMATCH",
                        "Model `"
                                + name
                                + "` is of "
                                + found.get().spec().getProvider()
                                + ", not of "
                                + provider,
                        "write " + found.get().spec().getProvider() + ":" + name);
                return Optional.empty();
            }
            return found;
        }

        private Optional<Unfit> unfit(String text, ModelSpec model) {
            String denied = denied(text, model);
            if (!denied.isEmpty()) {
                return Optional.of(
                        new Unfit(
                                "MODEL_DENIED",
                                "`"
                                        + text
                                        + "` may not be used in environment "
                                        + environmentName
                                        + ": "
                                        + denied,
                                "choose a model it allows, or ask who keeps the environment",
                                true,
                                true));
            }
            String lacking = Requirements.lacking(route.getRequirements(), model);
            if (!lacking.isEmpty()) {
                return Optional.of(
                        new Unfit(
                                "CAPABILITY_MISMATCH",
                                "ModelRoute requires " + lacking.replace("@", "model " + text),
                                "choose a model that can, or lower the requirement",
                                !route.getStrategy().getFailover().getOnCapabilityMismatch()
                                        && route.getStrategy()
                                                .getFailover()
                                                .hasOnCapabilityMismatch(),
                                false));
            }
            String residency = residency();
            if (!residency.isEmpty()
                    && !Residency.satisfied(residency, model.getRouting().getRegionsList())) {
                return Optional.of(
                        new Unfit(
                                "REGION_MISMATCH",
                                "data must stay in "
                                        + residency
                                        + "; `"
                                        + text
                                        + "` is in "
                                        + model.getRouting().getRegionsList(),
                                "choose a model of a region inside " + residency,
                                route.getStrategy().getFailover().hasOnRegionMismatch()
                                        && !route.getStrategy().getFailover().getOnRegionMismatch(),
                                false));
            }
            return Optional.empty();
        }

        private String residency() {
            String ofRoute = route.getConstraints().getDataResidency();
            return ofRoute.isEmpty()
                    ? environment.map(found -> found.getCompliance().getDataResidency()).orElse("")
                    : ofRoute;
        }

        private String denied(String text, ModelSpec model) {
            String full = text.contains(":") ? text : model.getProvider() + ":" + text;
            return environment
                    .flatMap(found -> ModelLists.refusal(found.getModels(), full))
                    .orElse("");
        }
    }

    /**
     * Why a candidate does not fit.
     *
     * @param mustHold the route does not let the router pass it over
     * @param denied the environment does not allow it at all
     */
    private record Unfit(
            String reason, String message, String fix, boolean mustHold, boolean denied) {}
}
