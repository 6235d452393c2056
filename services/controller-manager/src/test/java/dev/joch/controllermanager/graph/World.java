package dev.joch.controllermanager.graph;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Agents and everything that they see, without any index.
 *
 * <p>An agent sees what its references lead to, in its namespace or the shared one, and what that
 * leads to in turn; the policies that select it; the teams of its namespace.
 */
final class World {

    /** By that name, wherever it is. */
    private record Wanted(String kind, String name) {}

    private record Agent(String label, List<Wanted> wants) {}

    /** Something that agents see, and what it leads to. */
    private record Record(String fingerprint, List<Wanted> wants) {}

    private static final String TENANT = "acme";
    private static final List<String> PLACES =
            List.of("ns", "other", ResourceKeys.SHARED_NAMESPACE);
    private static final List<String> AT_HOME = List.of("ns", "other");
    private static final List<String> LABELS = List.of("x", "y", "z");

    /** Kinds with what they lead to. */
    private static final Map<String, List<String>> LEADS_TO =
            new TreeMap<>(
                    Map.of(
                            "Tool", List.of("MCPServer", "Secret"),
                            "MCPServer", List.of("Secret"),
                            "ModelRoute", List.of("Model"),
                            "Model", List.of("Secret"),
                            "Secret", List.of(),
                            "FrameworkAdapter", List.of(),
                            "Environment", List.of("ModelRoute")));

    private static final List<String> WANTED_BY_AGENTS =
            List.of("Tool", "MCPServer", "ModelRoute", "FrameworkAdapter", "Environment");

    private final Random random;
    private final Map<ResourceKey, Agent> agents = new HashMap<>();
    private final Map<ResourceKey, Record> records = new HashMap<>();
    private final Map<ResourceKey, Map<String, String>> selectors = new HashMap<>();
    private final Map<ResourceKey, List<String>> teams = new HashMap<>();
    private final Map<ResourceKey, String> fingerprints = new HashMap<>();
    private long revision = 100;

    World(Random random) {
        this.random = random;
    }

    boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    long revision() {
        return revision;
    }

    boolean has(ResourceKey agent) {
        return agents.containsKey(agent);
    }

    String label(ResourceKey agent) {
        return agent(agent).label();
    }

    private Agent agent(ResourceKey key) {
        Agent agent = agents.get(key);
        if (agent == null) {
            throw new IllegalArgumentException("no agent " + key);
        }
        return agent;
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private ResourceKey key(String kind, List<String> places, int names) {
        return ResourceKeys.of(
                TENANT,
                kind,
                Kinds.kind(kind).namespaced() ? any(places) : "",
                "n" + random.nextInt(names));
    }

    /** Comes, changes its labels or references, or goes. */
    ResourceKey moveAgent() {
        ResourceKey key = key("Agent", AT_HOME, 12);
        revision++;
        if (chance(15)) {
            agents.remove(key);
        } else {
            agents.put(key, new Agent(any(LABELS), wants(WANTED_BY_AGENTS, 4)));
        }
        return key;
    }

    private List<Wanted> wants(List<String> kinds, int most) {
        List<Wanted> wants = new ArrayList<>();
        if (!kinds.isEmpty()) {
            for (int i = random.nextInt(most + 1); i > 0; i--) {
                wants.add(new Wanted(any(kinds), "n" + random.nextInt(3)));
            }
        }
        return wants;
    }

    /** Anything but an agent comes, changes or goes. */
    Sighting moveRecord() {
        revision++;
        return switch (random.nextInt(5)) {
            case 0 -> movePolicy();
            case 1 -> moveTeam();
            default -> movePlain();
        };
    }

    private Sighting movePlain() {
        String kind = any(List.copyOf(LEADS_TO.keySet()));
        ResourceKey key = key(kind, PLACES, 3);
        if (records.containsKey(key) && chance(40)) {
            records.remove(key);
            return Sighting.gone(key, revision);
        }
        String fingerprint = "u:" + revision;
        records.put(key, new Record(fingerprint, wants(LEADS_TO.getOrDefault(kind, List.of()), 2)));
        return new Sighting(key, fingerprint, "", Set.of(), revision, null, null);
    }

    private Sighting movePolicy() {
        ResourceKey key = key("Policy", PLACES, 2);
        if (selectors.containsKey(key) && chance(30)) {
            selectors.remove(key);
            return Sighting.gone(key, revision);
        }
        Map<String, String> selector = Map.of("team", any(LABELS));
        selectors.put(key, selector);
        fingerprints.put(key, "u:" + revision);
        return new Sighting(key, "u:" + revision, "", Set.of(), revision, selector, null);
    }

    private Sighting moveTeam() {
        ResourceKey key = key("Team", PLACES, 2);
        if (teams.containsKey(key) && chance(30)) {
            teams.remove(key);
            return Sighting.gone(key, revision);
        }
        List<String> namespaces = chance(20) ? AT_HOME : List.of(any(AT_HOME));
        teams.put(key, namespaces);
        fingerprints.put(key, "u:" + revision);
        return new Sighting(key, "u:" + revision, "", Set.of(), revision, null, namespaces);
    }

    /** What each agent sees. */
    Map<ResourceKey, Object> views() {
        Map<ResourceKey, Object> views = new HashMap<>();
        agents.keySet()
                .forEach(agent -> views.put(agent, List.of(references(agent), choosers(agent))));
        return views;
    }

    /** Where an agent looks, whether or not something is there. */
    Set<ResourceKey> lookedAt(ResourceKey agent) {
        return references(agent).keySet();
    }

    private Map<ResourceKey, String> references(ResourceKey agent) {
        Map<ResourceKey, String> seen = new HashMap<>();
        follow(agent.getNamespace(), agent(agent).wants(), seen);
        return seen;
    }

    private void follow(String namespace, List<Wanted> wants, Map<ResourceKey, String> seen) {
        for (Wanted wanted : wants) {
            for (ResourceKey candidate :
                    ResourceKeys.candidates(
                            TENANT, namespace, wanted.kind(), null, wanted.name())) {
                Record found = records.get(candidate);
                seen.put(candidate, found == null ? "absent" : found.fingerprint());
                if (found != null) {
                    // whatever has the same name in the shared namespace is hidden
                    follow(candidate.getNamespace(), found.wants(), seen);
                    break;
                }
            }
        }
    }

    private Set<String> choosers(ResourceKey agent) {
        Set<String> all = new TreeSet<>();
        selectors.forEach((policy, selector) -> {
            boolean near =
                    policy.getNamespace().equals(agent.getNamespace())
                            || policy.getNamespace().equals(ResourceKeys.SHARED_NAMESPACE);
            if (near && selector.equals(Map.of("team", label(agent)))) {
                all.add(ResourceKeys.text(policy) + fingerprints.get(policy));
            }
        });
        teams.forEach((team, namespaces) -> {
            if (new HashSet<>(namespaces).contains(agent.getNamespace())) {
                all.add(ResourceKeys.text(team) + fingerprints.get(team));
            }
        });
        return all;
    }
}
