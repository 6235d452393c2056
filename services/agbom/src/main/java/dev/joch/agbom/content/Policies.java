package dev.joch.agbom.content;

import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.ManifestModelRoute;
import dev.joch.resource.v1alpha1.PolicySpec;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Policies that hold for the agent, in the version that holds. */
final class Policies {

    private static final String KIND = "Policy";

    private Policies() {}

    static void list(Ingredients from, Draft draft, String agent, RiskRules risks) {
        if (from.lists(Section.POLICIES)) {
            int position = 0;
            for (String resolved : from.manifest().getPolicies().getResolvedList()) {
                draft.link(agent, policy(from, draft, resolved, ++position));
            }
        }
        missing(from, draft, risks);
        forbidden(from, draft, risks);
    }

    private static String policy(Ingredients from, Draft draft, String resolved, int position) {
        int at = resolved.lastIndexOf('@');
        String placed = at < 0 ? resolved : resolved.substring(0, at);
        String version = at < 0 ? "" : resolved.substring(at + 1);
        int slash = placed.lastIndexOf('/');
        String name = placed.substring(slash + 1);
        Entry entry =
                Entry.of(Shape.LIBRARY, KIND, name)
                        .version(version)
                        .property("joch.policyId", placed)
                        .property("joch.policyVersion", version)
                        .property("joch.position", position);
        Ref.Builder ref = Ref.newBuilder().setName(name);
        if (slash > 0) {
            ref.setNamespace(placed.substring(0, slash));
        }
        from.find(KIND, from.agent().getNamespace(), ref.build())
                .map(found -> Ingredients.spec(found, PolicySpec.class))
                .ifPresent(spec -> entry.description(spec.getDescription()));
        String urn = "urn:policy:" + resolved;
        draft.add(entry.as(urn, placed));
        return urn;
    }

    private static void missing(Ingredients from, Draft draft, RiskRules risks) {
        String here = from.agent().getNamespace();
        Optional<Resource> agent = from.find("Agent", here, from.agent().getName());
        if (agent.isEmpty()) {
            return;
        }
        for (Ref named : Ingredients.spec(agent.get(), AgentSpec.class).getPoliciesList()) {
            if (from.find(KIND, here, named).isEmpty()) {
                risks.missingPolicy(draft, named.getName());
            }
        }
    }

    private static void forbidden(Ingredients from, Draft draft, RiskRules risks) {
        ManifestModelRoute route = from.manifest().getModelRoute();
        if (route.getAllowedCount() == 0) {
            return;
        }
        List<String> candidates = new ArrayList<>(route.getFallbackList());
        candidates.add(route.getPrimary());
        for (String candidate : candidates) {
            if (!candidate.isEmpty() && !route.getAllowedList().contains(candidate)) {
                risks.forbiddenModel(draft, candidate);
            }
        }
    }
}
