package dev.joch.policyengine.copy;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Value;

import dev.joch.policy.decide.PolicySet;
import dev.joch.policy.rule.CompiledPolicy;
import dev.joch.policy.scope.AgentScope;
import dev.joch.policy.scope.EffectivePolicies;
import dev.joch.policy.scope.PolicyShelf;
import dev.joch.policyengine.fact.TargetFacts;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.EnvironmentSpec;
import dev.joch.resource.v1alpha1.PolicyAudit;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resource.v1alpha1.TeamSpec;

import org.jspecify.annotations.Nullable;

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
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * The copies in memory. Policies are compiled when they come; the set of an agent is put together
 * when it is first asked about and kept until something that it depends on changes.
 */
public final class Copies implements PolicyShelf {

    private final Map<ResourceKey, Resource> records = new ConcurrentHashMap<>();
    private final Map<ResourceKey, CompiledPolicy> compiled = new ConcurrentHashMap<>();
    private final Map<String, ConcurrentSkipListMap<String, Selecting>> selecting =
            new ConcurrentHashMap<>();
    private final Map<String, ConcurrentSkipListMap<String, TeamSpec>> teams =
            new ConcurrentHashMap<>();
    private final Map<ResourceKey, Map<String, Value>> facts = new ConcurrentHashMap<>();
    private final Map<Asked, AgentView> views = new ConcurrentHashMap<>();

    /** By the digests of their policies: agents with the same policies share one. */
    private final Map<List<String>, PolicySet> sets = new ConcurrentHashMap<>();

    private final AtomicLong epoch = new AtomicLong();
    private final String defaultEnvironment;
    private volatile boolean ready;

    /**
     * @param defaultEnvironment of agents without a label {@code env}
     */
    public Copies(String defaultEnvironment) {
        this.defaultEnvironment = defaultEnvironment;
    }

    private record Asked(ResourceKey agent, String environment) {}

    /** A policy that reaches agents by their labels. */
    private record Selecting(Map<String, String> wanted, Resource policy) {}

    /** A record as it is now. */
    public void take(Resource resource) {
        ResourceKey key = ResourceKeys.of(resource);
        records.put(key, resource);
        switch (key.getKind()) {
            case "Policy" -> {
                compiled.put(key, CompiledPolicy.compile(resource));
                EffectivePolicies.selector(resource)
                        .ifPresentOrElse(
                                selector ->
                                        place(selecting, key)
                                                .put(
                                                        key.getName(),
                                                        new Selecting(
                                                                selector.getMatchLabelsMap(),
                                                                resource)),
                                () -> place(selecting, key).remove(key.getName()));
                forgetAll();
            }
            case "Team" -> {
                place(teams, key).put(key.getName(), spec(resource, TeamSpec.class));
                forgetAll();
            }
            case "Environment" -> forgetAll();
            case "Agent" -> forget(key);
            default -> facts.put(key, Map.copyOf(TargetFacts.of(resource)));
        }
    }

    /** A record is gone. */
    public void remove(ResourceKey key) {
        records.remove(key);
        switch (key.getKind()) {
            case "Policy" -> {
                compiled.remove(key);
                place(selecting, key).remove(key.getName());
                forgetAll();
            }
            case "Team" -> {
                place(teams, key).remove(key.getName());
                forgetAll();
            }
            case "Environment" -> forgetAll();
            case "Agent" -> forget(key);
            default -> facts.remove(key);
        }
    }

    private static <T> ConcurrentSkipListMap<String, T> place(
            Map<String, ConcurrentSkipListMap<String, T>> map, ResourceKey key) {
        return map.computeIfAbsent(
                key.getTenant() + "/" + key.getNamespace(),
                absent -> new ConcurrentSkipListMap<>());
    }

    private void forgetAll() {
        epoch.incrementAndGet();
        views.clear();
        sets.clear();
    }

    private void forget(ResourceKey agent) {
        epoch.incrementAndGet();
        views.keySet().removeIf(asked -> asked.agent().equals(agent));
    }

    public void ready() {
        ready = true;
    }

    /** Whether everything that was handed over was read at least once. */
    public boolean isReady() {
        return ready;
    }

    @Override
    public Optional<Resource> find(ResourceKey key) {
        return Optional.ofNullable(records.get(key));
    }

    @Override
    public Collection<Resource> selecting(
            String tenant, String namespace, Map<String, String> labels) {
        ConcurrentSkipListMap<String, Selecting> here = selecting.get(tenant + "/" + namespace);
        return here == null
                ? List.of()
                : here.values().stream()
                        .filter(policy -> labels.entrySet().containsAll(policy.wanted().entrySet()))
                        .map(Selecting::policy)
                        .toList();
    }

    public Optional<CompiledPolicy> policy(ResourceKey key) {
        return Optional.ofNullable(compiled.get(key));
    }

    /** What the record of a tool, a server or a model says of it. */
    public Optional<Map<String, Value>> facts(ResourceKey key) {
        return Optional.ofNullable(facts.get(key));
    }

    /** What counts for an agent in an environment; empty is its own. */
    public AgentView view(ResourceKey agent, String environment) {
        Asked asked = new Asked(agent, environment);
        AgentView known = views.get(asked);
        if (known != null) {
            return known;
        }
        long before = epoch.get();
        AgentView view = build(agent, environment, Map.of());
        // what changed meanwhile may be missing in it, and names that a caller made up are many
        boolean real =
                view.known() && (environment.isEmpty() || view.environmentSpec().isPresent());
        if (real && epoch.get() == before) {
            views.put(asked, view);
        }
        return view;
    }

    /** The same with drafts in the place of what is stored. */
    public AgentView view(
            ResourceKey agent, String environment, Map<ResourceKey, Resource> drafts) {
        return build(agent, environment, drafts);
    }

    private AgentView build(
            ResourceKey agent, String environment, Map<ResourceKey, Resource> drafts) {
        Drafts shelf = new Drafts(this, drafts);
        @Nullable Resource record = shelf.find(agent).orElse(null);
        Map<String, String> labels =
                record == null ? Map.of() : record.getMetadata().getLabelsMap();
        String stage =
                environment.isEmpty()
                        ? labels.getOrDefault("env", defaultEnvironment)
                        : environment;
        Optional<EnvironmentSpec> spec =
                shelf.find(ResourceKeys.of(agent.getTenant(), "Environment", "", stage))
                        .map(found -> spec(found, EnvironmentSpec.class));
        SortedMap<String, TeamSpec> owners = owners(agent);
        List<Ref> named =
                record == null ? List.of() : spec(record, AgentSpec.class).getPoliciesList();
        EffectivePolicies effective =
                EffectivePolicies.of(
                        new AgentScope(
                                agent.getTenant(),
                                agent.getNamespace(),
                                labels,
                                named,
                                spec,
                                owners),
                        shelf);
        List<CompiledPolicy> inOrder = new ArrayList<>();
        effective.policies().forEach((key, policy) -> inOrder.add(shelf.compiled(key, policy)));
        return new AgentView(
                agent,
                record != null,
                labels,
                stage,
                spec,
                List.copyOf(owners.keySet()),
                set(inOrder),
                List.copyOf(effective.missing().keySet()),
                inOrder.stream().map(policy -> policy.namespace() + "/" + policy.name()).toList(),
                inOrder.stream().allMatch(Copies::keepsRequests));
    }

    private PolicySet set(List<CompiledPolicy> inOrder) {
        return sets.computeIfAbsent(
                inOrder.stream().map(CompiledPolicy::digest).toList(),
                digests -> PolicySet.of(inOrder));
    }

    private static boolean keepsRequests(CompiledPolicy policy) {
        PolicyAudit audit = policy.spec().getAudit();
        return !audit.hasLogRequests() || audit.getLogRequests();
    }

    private SortedMap<String, TeamSpec> owners(ResourceKey agent) {
        SortedMap<String, TeamSpec> owners = new TreeMap<>();
        ConcurrentSkipListMap<String, TeamSpec> all = teams.get(agent.getTenant() + "/");
        if (all != null) {
            all.forEach((name, team) -> {
                if (team.getNamespacesList().contains(agent.getNamespace())) {
                    owners.put(name, team);
                }
            });
        }
        return owners;
    }

    /** Everybody whose records are here. */
    public Set<String> tenants() {
        return records.keySet().stream().map(ResourceKey::getTenant).collect(Collectors.toSet());
    }

    /** Agents of a tenant. */
    public List<ResourceKey> agents(String tenant) {
        return records.keySet().stream()
                .filter(key -> key.getKind().equals("Agent") && key.getTenant().equals(tenant))
                .toList();
    }

    static <S extends Message> S spec(Resource resource, Class<S> type) {
        try {
            return resource.getSpec().unpack(type);
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    ResourceKeys.text(ResourceKeys.of(resource)) + " has the spec of another kind",
                    e);
        }
    }
}
