package dev.joch.compiler.compile;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.catalogue.CatalogueView;
import dev.joch.catalogue.Records;
import dev.joch.compiler.agent.Specs;
import dev.joch.policy.scope.EffectivePolicies;
import dev.joch.resource.v1alpha1.LabelSelector;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resource.v1alpha1.TeamSpec;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Records that agents are compiled from, with an index of policies that select and of teams. */
public final class CompilerView implements CatalogueView {

    private static final String AGENT = "Agent";

    /**
     * Kinds it is fed with. Agents only tell how far it has come: whoever waits for the revision of
     * an agent must not wait for the next change of something else.
     */
    public static final List<String> KINDS =
            List.of(
                    AGENT,
                    "FrameworkAdapter",
                    "ModelRoute",
                    "Model",
                    "Tool",
                    "MCPServer",
                    "Memory",
                    "RAG",
                    "Policy",
                    "Environment",
                    "Team",
                    "Budget");

    /** Kinds whose status is part of a manifest. */
    private static final Set<String> OBSERVED = Set.of("MCPServer");

    private final Records records = new Records(CompilerView::kept);
    private final Map<Place, ConcurrentSkipListMap<String, Selecting>> selecting =
            new ConcurrentHashMap<>();
    private final Map<String, ConcurrentSkipListMap<String, Owner>> owners =
            new ConcurrentHashMap<>();

    private record Place(String tenant, String namespace) {}

    private record Selecting(Map<String, String> labels, Resource policy) {}

    private record Owner(Set<String> namespaces, Resource team) {}

    private static Resource kept(Resource resource) {
        Resource.Builder kept = resource.toBuilder();
        kept.getMetadataBuilder().clearAnnotations();
        if (!OBSERVED.contains(resource.getKind())) {
            kept.clearStatus();
        }
        return kept.build();
    }

    @Override
    public void take(Resource resource, boolean deleted) {
        if (resource.getKind().equals(AGENT)) {
            return;
        }
        records.take(resource, deleted);
        boolean gone = deleted || resource.getMetadata().hasDeletedAt();
        if (resource.getKind().equals("Policy")) {
            policy(resource, gone);
        } else if (resource.getKind().equals("Team")) {
            team(resource, gone);
        }
    }

    private void policy(Resource policy, boolean gone) {
        Place place =
                new Place(policy.getMetadata().getTenant(), policy.getMetadata().getNamespace());
        String name = policy.getMetadata().getName();
        Optional<LabelSelector> selector =
                gone ? Optional.empty() : EffectivePolicies.selector(policy);
        ConcurrentSkipListMap<String, Selecting> there =
                selecting.computeIfAbsent(place, absent -> new ConcurrentSkipListMap<>());
        if (selector.isEmpty()) {
            there.remove(name);
        } else {
            there.put(name, new Selecting(selector.get().getMatchLabelsMap(), kept(policy)));
        }
    }

    private void team(Resource team, boolean gone) {
        ConcurrentSkipListMap<String, Owner> there =
                owners.computeIfAbsent(
                        team.getMetadata().getTenant(), absent -> new ConcurrentSkipListMap<>());
        String name = team.getMetadata().getName();
        Set<String> namespaces = gone ? Set.of() : namespaces(team);
        if (namespaces.isEmpty()) {
            there.remove(name);
        } else {
            there.put(name, new Owner(namespaces, kept(team)));
        }
    }

    private static Set<String> namespaces(Resource team) {
        try {
            return Set.copyOf(Specs.of(team, TeamSpec.class).getNamespacesList());
        } catch (InvalidProtocolBufferException e) {
            return Set.of();
        }
    }

    Optional<Resource> get(ResourceKey key) {
        return records.get(key);
    }

    /** Policies of the namespace whose labels the agent has. */
    Collection<Resource> selecting(String tenant, String namespace, Map<String, String> labels) {
        ConcurrentSkipListMap<String, Selecting> there =
                selecting.get(new Place(tenant, namespace));
        if (there == null) {
            return List.of();
        }
        List<Resource> matching = new ArrayList<>();
        for (Selecting candidate : there.values()) {
            if (labels.entrySet().containsAll(candidate.labels().entrySet())) {
                matching.add(candidate.policy());
            }
        }
        return matching;
    }

    SortedMap<String, Resource> teams(String tenant, String namespace) {
        SortedMap<String, Resource> found = new TreeMap<>();
        ConcurrentSkipListMap<String, Owner> there = owners.get(tenant);
        if (there != null) {
            there.forEach((name, owner) -> {
                if (owner.namespaces().contains(namespace)) {
                    found.put(name, owner.team());
                }
            });
        }
        return found;
    }

    public int size() {
        return records.size();
    }
}
