package dev.joch.compiler.agent;

import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.ManifestModelRoute;
import dev.joch.resource.v1alpha1.ModelRouteRequirements;
import dev.joch.resource.v1alpha1.ModelRouteSpec;
import dev.joch.resource.v1alpha1.ModelSpec;
import dev.joch.resource.v1alpha1.Ref;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The route of an agent: its own, or else the models of its model policy, or else the default of
 * its environment. Candidates that the model policy leaves out are no candidates.
 */
final class RoutePart {

    private static final String FIELD = "spec.modelRoute.routeRef.name";
    private static final String MODELS = "spec.modelPolicy.allowed";

    private final Scope scope;
    private final CompiledAgentManifestSpec.Builder manifest;
    private final ManifestModelRoute.Builder out;

    RoutePart(Scope scope, CompiledAgentManifestSpec.Builder manifest) {
        this.scope = scope;
        this.manifest = manifest;
        this.out = manifest.getModelRouteBuilder();
    }

    /** What the route demands; empty when there is no route. */
    Optional<ModelRouteRequirements> add() {
        Map<String, Candidate> allowed = allowed();
        out.addAllAllowed(allowed.keySet());
        if (!scope.spec().getModelRoute().hasRouteRef() && !allowed.isEmpty()) {
            // a list of models is a route by itself: the agent's own word beats a default
            choose(allowed.values(), MODELS, ModelRouteSpec.getDefaultInstance(), MODELS);
            return Optional.of(ModelRouteRequirements.getDefaultInstance());
        }
        Optional<Found<ModelRouteSpec>> found = route();
        if (found.isEmpty()) {
            if (allowed.isEmpty()) {
                manifest.clearModelRoute();
            }
            return Optional.empty();
        }
        Found<ModelRouteSpec> route = found.get();
        ModelRouteSpec spec = route.spec();
        out.setName(route.name()).setNamespace(route.namespace()).setGeneration(route.generation());
        if (spec.hasRequirements()) {
            out.setRequirements(spec.getRequirements());
        }
        if (spec.hasConstraints()) {
            out.setConstraints(spec.getConstraints());
        }
        if (spec.getStrategy().hasFailover()) {
            out.setFailover(Failover.complete(spec.getStrategy().getFailover()));
        }
        Map<String, Candidate> candidates = candidates(route);
        String first = candidates.keySet().iterator().next();
        if (!allowed.isEmpty()) {
            candidates.keySet().retainAll(allowed.keySet());
            narrowed(route, first, candidates);
        }
        choose(candidates.values(), "ModelRoute " + route.name(), spec, field());
        return Optional.of(spec.getRequirements());
    }

    private Optional<Found<ModelRouteSpec>> route() {
        if (scope.spec().getModelRoute().hasRouteRef()) {
            Ref own = scope.spec().getModelRoute().getRouteRef();
            return scope.reads()
                    .need(scope.namespace(), "ModelRoute", own, FIELD, ModelRouteSpec.class);
        }
        Optional<Ref> byDefault =
                scope.environmentSpec()
                        .filter(environment -> environment.getDefaults().hasModelRouteRef())
                        .map(environment -> environment.getDefaults().getModelRouteRef());
        if (byDefault.isEmpty()) {
            scope.findings()
                    .warning(
                            Reason.ROUTE_MISSING,
                            "spec.modelRoute",
                            "neither the agent nor Environment "
                                    + scope.environment()
                                    + " names a route, so it can call no model unless a run names"
                                    + " one",
                            "set spec.modelRoute.routeRef, or spec.defaults.modelRouteRef of the"
                                    + " Environment");
            return Optional.empty();
        }
        // a namespace must not put a route of its own in the place of the environment's
        return scope.reads()
                .need("", "ModelRoute", byDefault.get(), "spec.modelRoute", ModelRouteSpec.class);
    }

    private Map<String, Candidate> allowed() {
        Map<String, Candidate> allowed = new LinkedHashMap<>();
        List<String> texts = scope.spec().getModelPolicy().getAllowedList();
        for (int i = 0; i < texts.size(); i++) {
            put(allowed, model(texts.get(i), MODELS + "[" + i + "]", ""));
        }
        return allowed;
    }

    private Map<String, Candidate> candidates(Found<ModelRouteSpec> route) {
        var strategy = route.spec().getStrategy();
        String where = "ModelRoute " + route.name() + ", ";
        Map<String, Candidate> all = new LinkedHashMap<>();
        put(all, model(strategy.getPrimary(), field(), where + "spec.strategy.primary: "));
        for (int i = 0; i < strategy.getFallbackCount(); i++) {
            String place = where + "spec.strategy.fallback[" + i + "]: ";
            put(all, model(strategy.getFallback(i), field(), place));
        }
        return all;
    }

    private void choose(
            Collection<Candidate> candidates, String way, ModelRouteSpec spec, String field) {
        CandidateRules rules = new CandidateRules(scope, way, spec, field);
        boolean primary = true;
        for (Candidate candidate : candidates) {
            rules.check(candidate, primary);
            if (primary) {
                out.setPrimary(candidate.name());
            } else {
                out.addFallback(candidate.name());
            }
            primary = false;
        }
    }

    private void narrowed(Found<ModelRouteSpec> route, String first, Map<String, Candidate> left) {
        if (left.isEmpty()) {
            scope.findings()
                    .error(
                            Reason.NO_MODEL_LEFT,
                            MODELS,
                            "none of the models of ModelRoute " + route.name() + " is among these",
                            "allow one of its candidates, or choose another route");
        } else if (!left.containsKey(first)) {
            scope.findings()
                    .warning(
                            Reason.PRIMARY_NARROWED,
                            MODELS,
                            first
                                    + ", the primary of ModelRoute "
                                    + route.name()
                                    + ", is not among these, so "
                                    + left.keySet().iterator().next()
                                    + " comes first",
                            "allow it, or choose a route with another primary");
        }
    }

    private String field() {
        return scope.spec().getModelRoute().hasRouteRef() ? FIELD : "spec.modelRoute";
    }

    private static void put(Map<String, Candidate> all, Candidate candidate) {
        all.putIfAbsent(candidate.name(), candidate);
    }

    /** {@code provider:name}, or a name by itself; the record's own provider goes out. */
    private Candidate model(String text, String field, String way) {
        int colon = text.indexOf(':');
        String provider = colon < 0 ? "" : text.substring(0, colon);
        String name = text.substring(colon + 1);
        Optional<Found<ModelSpec>> found =
                scope.reads().need("", "Model", "", name, field, ModelSpec.class);
        if (found.isEmpty()) {
            return new Candidate(text, Optional.empty());
        }
        String actual = found.get().spec().getProvider();
        if (!provider.isEmpty() && !provider.equals(actual)) {
            scope.findings()
                    .error(
                            Reason.MODEL_PROVIDER_MISMATCH,
                            field,
                            way
                                    + "Model "
                                    + name
                                    + " is of `"
                                    + actual
                                    + "`, not of `"
                                    + provider
                                    + "`",
                            "write " + actual + ":" + name);
        }
        return new Candidate(actual + ":" + name, Optional.of(found.get().spec()));
    }

    /**
     * One model of a route.
     *
     * @param name as {@code provider:name}
     */
    record Candidate(String name, Optional<ModelSpec> spec) {}
}
