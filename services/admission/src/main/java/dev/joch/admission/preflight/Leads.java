package dev.joch.admission.preflight;

import dev.joch.admission.review.Draft;
import dev.joch.admission.rules.Resolution;
import dev.joch.admission.rules.Resolution.Target;
import dev.joch.resource.field.Reference;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.List;
import java.util.Optional;

/**
 * Everything that a document leads to: what it names, the models of the routes it names, what the
 * agent that it runs names, and the models of the environment's default route where no other is
 * named.
 */
final class Leads {

    /** Hears of each reference on the way. */
    interface Visitor {
        /**
         * @param from the record that has the reference
         * @param field of the document that leads there
         * @param way how, as a part of a sentence; empty when the field names it itself
         */
        void leads(Draft from, Reference reference, String field, String way);
    }

    private static final String ROUTE_OF_AGENT = "spec.modelRoute";
    private static final String ROUTE_OF_RUN = "spec.modelRouteOverride.routeRef.name";
    private static final String DEFAULT_ROUTE = "spec.defaults.modelRouteRef.name";

    private final Resolution resolution;
    private final Visitor visitor;

    Leads(Resolution resolution, Visitor visitor) {
        this.resolution = resolution;
        this.visitor = visitor;
    }

    void of(Draft draft) {
        for (Reference reference : draft.references()) {
            add(draft, reference, reference.path(), "");
        }
        if (draft.resource().getKind().equals("Agent") && !names(draft, ROUTE_OF_AGENT)) {
            defaultRoute(draft, ROUTE_OF_AGENT);
        }
        draft.runs().ifPresent(agent -> run(draft, agent));
    }

    private void run(Draft draft, Reference runs) {
        Optional<Draft> found =
                resolution.resolve(draft, runs).map(target -> Draft.stored(target.resource()));
        if (found.isEmpty()) {
            return;
        }
        boolean ownRoute = names(draft, ROUTE_OF_RUN);
        Draft agent = found.get();
        for (Reference reference : agent.references()) {
            // a run that names a route does not take the agent's
            if (!ownRoute || !reference.kind().equals("ModelRoute")) {
                add(agent, reference, runs.path(), "Agent " + runs.name());
            }
        }
        if (!ownRoute && !names(agent, ROUTE_OF_AGENT)) {
            defaultRoute(draft, runs.path());
        }
    }

    private static boolean names(Draft draft, String field) {
        return draft.references().stream()
                .anyMatch(reference -> reference.path().startsWith(field));
    }

    private void defaultRoute(Draft draft, String field) {
        ResourceKey environment =
                EnvironmentPreflight.environmentKey(
                        draft.metadata().getTenant(), draft.environment());
        Optional<Draft> found =
                resolution.find(environment).map(target -> Draft.stored(target.resource()));
        if (found.isEmpty()) {
            return;
        }
        for (Reference reference : found.get().references()) {
            if (reference.path().equals(DEFAULT_ROUTE)) {
                route(
                        found.get(),
                        reference,
                        field,
                        "ModelRoute " + reference.name() + ", the default of the environment,");
            }
        }
    }

    private void add(Draft from, Reference reference, String field, String agent) {
        visitor.leads(from, reference, field, agent);
        if (reference.kind().equals("ModelRoute")) {
            String route = "ModelRoute " + reference.name();
            route(from, reference, field, agent.isEmpty() ? route : route + " of " + agent);
        }
    }

    private void route(Draft from, Reference reference, String field, String way) {
        Optional<Target> target = resolution.resolve(from, reference);
        if (target.isEmpty()) {
            return;
        }
        Draft route = Draft.stored(target.get().resource());
        List<Reference> candidates = route.references();
        for (Reference candidate : candidates) {
            if (candidate.kind().equals("Model")) {
                visitor.leads(route, candidate, field, way);
            }
        }
    }
}
