package dev.joch.policy.scope;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.policy.rule.CompiledPolicy;
import dev.joch.policy.rule.PolicyDigest;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.LabelSelector;
import dev.joch.resource.v1alpha1.PolicySpec;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resource.v1alpha1.TeamSpec;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The policies of one agent in order of evaluation, each once, where it comes first.
 *
 * <p>A policy of the agent's own namespace selects agents of that namespace; one of the shared
 * namespace selects agents of all. What an environment or a team names without a namespace is in
 * the shared one: a namespace must not be able to put a policy of its own in the place of theirs.
 *
 * @param policies by key, in order
 * @param origins all that brought a policy here: {@code environment}, {@code team/<name>}, {@code
 *     selector}, {@code agent}
 * @param missing keys under which a named policy was looked for in vain, by the name it has there
 */
public record EffectivePolicies(
        Map<ResourceKey, Resource> policies,
        Map<ResourceKey, List<String>> origins,
        Map<String, List<ResourceKey>> missing) {

    private static final String KIND = "Policy";

    public static EffectivePolicies of(AgentScope agent, PolicyShelf shelf) {
        Search search = new Search(agent, shelf);
        agent.environment()
                .ifPresent(environment ->
                        environment
                                .getPoliciesList()
                                .forEach(ref -> search.demanded(ref, "environment")));
        agent.teams().forEach((name, team) -> search.demanded(team, "team/" + name));
        search.selected();
        agent.named().forEach(search::named);
        return new EffectivePolicies(search.found, search.origins, search.missing);
    }

    /** As {@code name@vN}, in order. */
    public List<String> versions() {
        return policies.values().stream().map(EffectivePolicies::version).toList();
    }

    /** Digest of the set, as decisions name it. */
    public String digest() {
        return PolicyDigest.of(policies.values().stream().map(CompiledPolicy::digest).toList());
    }

    /** {@code name@vN}. */
    public static String version(Resource policy) {
        return policy.getMetadata().getName() + "@v" + policy.getMetadata().getGeneration();
    }

    private static final class Search {

        private final AgentScope agent;
        private final PolicyShelf shelf;
        private final Map<ResourceKey, Resource> found = new LinkedHashMap<>();
        private final Map<ResourceKey, List<String>> origins = new HashMap<>();
        private final Map<String, List<ResourceKey>> missing = new LinkedHashMap<>();

        Search(AgentScope agent, PolicyShelf shelf) {
            this.agent = agent;
            this.shelf = shelf;
        }

        /** Named by the agent itself. */
        void named(Ref ref) {
            first(ref, candidates(agent.namespace(), ref), "agent");
        }

        void demanded(TeamSpec team, String origin) {
            team.getDefaultPoliciesList()
                    .forEach(name -> demanded(Ref.newBuilder().setName(name).build(), origin));
        }

        /** Named by those above the agent. */
        void demanded(Ref ref, String origin) {
            List<ResourceKey> places = new ArrayList<>(candidates("", ref));
            if (ref.getNamespace().isEmpty()) {
                places.add(ResourceKeys.of(agent.tenant(), KIND, agent.namespace(), ref.getName()));
            }
            first(ref, places, origin);
        }

        private List<ResourceKey> candidates(String namespace, Ref ref) {
            return ResourceKeys.candidates(
                    agent.tenant(), namespace, KIND, ref.getNamespace(), ref.getName());
        }

        private void first(Ref ref, List<ResourceKey> places, String origin) {
            for (ResourceKey place : places) {
                Optional<Resource> policy = shelf.find(place);
                if (policy.isPresent()) {
                    add(place, policy.get(), origin);
                    return;
                }
            }
            missing.put(ref.getName(), places);
        }

        private void add(ResourceKey key, Resource policy, String origin) {
            found.putIfAbsent(key, policy);
            List<String> known = origins.computeIfAbsent(key, first -> new ArrayList<>(1));
            if (!known.contains(origin)) {
                known.add(origin);
            }
        }

        void selected() {
            Set<String> places = new LinkedHashSet<>();
            places.add(agent.namespace());
            places.add(ResourceKeys.SHARED_NAMESPACE);
            List<Resource> matching = new ArrayList<>();
            for (String place : places) {
                for (Resource policy : shelf.selecting(agent.tenant(), place, agent.labels())) {
                    if (selects(policy)) {
                        matching.add(policy);
                    }
                }
            }
            // by name; of two namesakes the namespace's own comes first
            matching.sort(Comparator.comparing(policy -> policy.getMetadata().getName()));
            matching.forEach(policy -> add(ResourceKeys.of(policy), policy, "selector"));
        }

        private boolean selects(Resource policy) {
            return selector(policy)
                    .map(LabelSelector::getMatchLabelsMap)
                    .filter(wanted -> agent.labels().entrySet().containsAll(wanted.entrySet()))
                    .isPresent();
        }
    }

    /** The selector of a policy that has one; a selector without labels selects every agent. */
    public static Optional<LabelSelector> selector(Resource policy) {
        try {
            PolicySpec spec = policy.getSpec().unpack(PolicySpec.class);
            return spec.getAppliesTo().getAgents().hasSelector()
                    ? Optional.of(spec.getAppliesTo().getAgents().getSelector())
                    : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }
}
