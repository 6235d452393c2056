package dev.joch.admission.review;

import dev.joch.admission.preflight.EnvironmentPreflight;
import dev.joch.admission.rules.CycleRule;
import dev.joch.admission.rules.OwnershipRule;
import dev.joch.admission.rules.Resolution;
import dev.joch.catalogue.Catalogue;
import dev.joch.resource.field.Reference;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Fetches what a review asks about: one call for everything the batch names, then one for what its
 * environments and agents lead to, and one more per level of agents and owners, since a circle may
 * run through stored resources.
 */
final class LookUp {

    private static final int MOST_LEVELS = 32;

    /** What policy has a say about. */
    private static final Set<String> JUDGED = Set.of("Model", "Tool", "MCPServer");

    /**
     * What a review knows.
     *
     * @param drafts the drafts, each with its environment
     * @param stored what the store has of what was asked
     * @param unread what lies further away than a review goes
     */
    record Known(List<Draft> drafts, Map<ResourceKey, Resource> stored, Set<ResourceKey> unread) {

        Resolution resolution() {
            return new Resolution(drafts, stored, unread);
        }
    }

    private final Catalogue catalogue;
    private final String tenant;
    private final Map<ResourceKey, Resource> found = new HashMap<>();
    private final Set<ResourceKey> asked = new HashSet<>();
    private final Map<ResourceKey, Draft> batch = new HashMap<>();

    /** Agents that run somewhere else than they are written for: their models are asked about. */
    private final Set<ResourceKey> running = new HashSet<>();

    private final Set<ResourceKey> owners = new HashSet<>();

    LookUp(Catalogue catalogue, String tenant) {
        this.catalogue = catalogue;
        this.tenant = tenant;
    }

    Known all(List<Draft> drafts) {
        drafts.forEach(draft -> batch.putIfAbsent(draft.key(), draft));
        Set<ResourceKey> next = further(ask(named(drafts)));
        List<Draft> placed = drafts.stream().map(this::placed).toList();
        for (Draft draft : placed) {
            addEnvironment(draft, next);
        }
        for (int level = 0; level < MOST_LEVELS && !next.isEmpty(); level++) {
            next = further(ask(next));
        }
        next.removeAll(asked);
        return new Known(placed, found, next);
    }

    private Set<ResourceKey> named(List<Draft> drafts) {
        Set<ResourceKey> keys = new LinkedHashSet<>();
        for (Draft draft : drafts) {
            addEnvironment(draft, keys);
            draft.references().forEach(reference -> addCandidates(draft, reference, keys));
            draft.runs().ifPresent(agent -> running.addAll(Resolution.candidates(draft, agent)));
            addOwners(draft, keys);
        }
        return keys;
    }

    private Map<ResourceKey, Resource> ask(Set<ResourceKey> keys) {
        keys.removeIf(key -> !asked.add(key));
        Map<ResourceKey, Resource> fresh = keys.isEmpty() ? Map.of() : catalogue.find(keys);
        found.putAll(fresh);
        return fresh;
    }

    /** A run that does not say where belongs where its agent does. */
    private Draft placed(Draft draft) {
        if (draft.placed() || draft.runs().isEmpty()) {
            return draft;
        }
        for (ResourceKey key : Resolution.candidates(draft, draft.runs().get())) {
            Draft agent = batch.get(key);
            Resource stored = found.get(key);
            if (agent != null) {
                return draft.beside(agent.resource());
            }
            if (stored != null) {
                return draft.beside(stored);
            }
        }
        return draft;
    }

    private void addEnvironment(Draft draft, Set<ResourceKey> keys) {
        ResourceKey environment = EnvironmentPreflight.environmentKey(tenant, draft.environment());
        if (!batch.containsKey(environment)) {
            keys.add(environment);
        }
    }

    /** With the document itself: owners that it has already are not judged again. */
    private void addOwners(Draft draft, Set<ResourceKey> keys) {
        Set<ResourceKey> named = OwnershipRule.owners(draft.resource());
        if (!named.isEmpty()) {
            keys.add(draft.key());
            keys.addAll(named);
            owners.addAll(named);
        }
    }

    private Set<ResourceKey> further(Map<ResourceKey, Resource> level) {
        Set<ResourceKey> keys = new LinkedHashSet<>();
        level.forEach((key, resource) -> {
            if (owners.contains(key)) {
                Set<ResourceKey> named = OwnershipRule.owners(resource);
                owners.addAll(named);
                keys.addAll(named);
            }
            if (!batch.containsKey(key)) {
                addReferences(resource, leading(key), keys);
            }
        });
        return keys;
    }

    /** References of a stored resource that a rule looks behind. */
    private Predicate<Reference> leading(ResourceKey key) {
        Predicate<Reference> judged = reference -> JUDGED.contains(reference.kind());
        Predicate<Reference> route = reference -> reference.kind().equals("ModelRoute");
        return switch (key.getKind()) {
            case "Environment" -> route.or(reference -> reference.kind().equals("Policy"));
            case "ModelRoute" -> judged;
            case "Agent" -> {
                Predicate<Reference> part =
                        reference ->
                                !reference.soft() && CycleRule.mayBeOnACircle(reference.kind());
                yield running.contains(key) ? part.or(route).or(judged) : part;
            }
            default -> reference -> false;
        };
    }

    private void addReferences(
            Resource resource, Predicate<Reference> wanted, Set<ResourceKey> keys) {
        Draft draft = Draft.stored(resource);
        for (Reference reference : draft.references()) {
            if (wanted.test(reference)) {
                addCandidates(draft, reference, keys);
            }
        }
    }

    /** Up to the first that is of the batch: nothing behind it can win. */
    private void addCandidates(Draft draft, Reference reference, Set<ResourceKey> keys) {
        for (ResourceKey key : Resolution.candidates(draft, reference)) {
            if (batch.containsKey(key)) {
                return;
            }
            keys.add(key);
        }
    }
}
