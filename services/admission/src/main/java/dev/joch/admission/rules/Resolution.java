package dev.joch.admission.rules;

import dev.joch.admission.review.Draft;
import dev.joch.resource.field.Reference;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where references lead: to the batch first, then to the store; to the referrer's namespace first,
 * then to the shared one.
 */
public final class Resolution {

    private final Map<ResourceKey, Draft> batch = new HashMap<>();
    private final Map<ResourceKey, Resource> stored;
    private final Map<String, List<String>> names = new HashMap<>();

    /** By identity: every draft has its own references. */
    private final IdentityHashMap<Reference, Optional<Target>> resolved = new IdentityHashMap<>();

    private final Set<ResourceKey> unread;

    /**
     * @param stored what the store has of what was asked
     * @param unread what was not asked about, because it is too far away
     */
    public Resolution(
            List<Draft> drafts, Map<ResourceKey, Resource> stored, Set<ResourceKey> unread) {
        drafts.forEach(draft -> batch.putIfAbsent(draft.key(), draft));
        this.stored = Map.copyOf(stored);
        this.unread = Set.copyOf(unread);
    }

    /**
     * What a reference led to.
     *
     * @param inStore the stored record, when it is not of the batch
     */
    public record Target(ResourceKey key, Resource resource, boolean inStore) {}

    /** Keys under which the target may be, best first. */
    public static List<ResourceKey> candidates(Draft from, Reference reference) {
        return ResourceKeys.candidates(from.metadata().getTenant(), from.namespace(), reference);
    }

    public Optional<Target> resolve(Draft from, Reference reference) {
        return resolved.computeIfAbsent(reference, asked -> search(from, asked));
    }

    private Optional<Target> search(Draft from, Reference reference) {
        for (ResourceKey key : candidates(from, reference)) {
            Draft draft = batch.get(key);
            if (draft != null) {
                return Optional.of(new Target(key, draft.resource(), false));
            }
            @Nullable Resource resource = stored.get(key);
            if (resource != null) {
                return Optional.of(new Target(key, resource, true));
            }
        }
        return Optional.empty();
    }

    /** The record of the batch or the store. */
    public Optional<Target> find(ResourceKey key) {
        Draft draft = batch.get(key);
        if (draft != null) {
            return Optional.of(new Target(key, draft.resource(), false));
        }
        return Optional.ofNullable(stored.get(key)).map(found -> new Target(key, found, true));
    }

    /** The stored record, whatever the batch makes of it. */
    public Optional<Target> stored(ResourceKey key) {
        return Optional.ofNullable(stored.get(key)).map(found -> new Target(key, found, true));
    }

    /** Whether nobody has asked about it, because it is too far away. */
    public boolean unread(ResourceKey key) {
        return unread.contains(key);
    }

    /** Documents of that kind and namespace in the batch. */
    public List<Resource> inBatch(String kind, String namespace) {
        return batch.entrySet().stream()
                .filter(entry -> entry.getKey().getKind().equals(kind))
                .filter(entry -> entry.getKey().getNamespace().equals(namespace))
                .map(entry -> entry.getValue().resource())
                .toList();
    }

    /** Names of that kind in the batch, for suggestions. */
    public List<String> namesInBatch(String kind) {
        return names.computeIfAbsent(
                kind,
                asked ->
                        batch.keySet().stream()
                                .filter(key -> key.getKind().equals(asked))
                                .map(ResourceKey::getName)
                                .distinct()
                                .sorted()
                                .toList());
    }

    /** Namespace in which the batch has a resource of that kind and name, for suggestions. */
    public Optional<String> namespaceInBatch(String kind, String name) {
        return batch.keySet().stream()
                .filter(key -> key.getKind().equals(kind) && key.getName().equals(name))
                .map(ResourceKey::getNamespace)
                .sorted()
                .findFirst();
    }
}
