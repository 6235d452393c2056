package dev.joch.policyengine.copy;

import dev.joch.policy.rule.CompiledPolicy;
import dev.joch.policy.scope.PolicyShelf;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import org.jspecify.annotations.Nullable;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Copies with drafts in the place of some. */
final class Drafts implements PolicyShelf {

    private final Copies copies;
    private final Map<ResourceKey, Resource> drafts;

    Drafts(Copies copies, Map<ResourceKey, Resource> drafts) {
        this.copies = copies;
        this.drafts = drafts;
    }

    @Override
    public Optional<Resource> find(ResourceKey key) {
        @Nullable Resource draft = drafts.get(key);
        return draft != null ? Optional.of(draft) : copies.find(key);
    }

    @Override
    public Collection<Resource> selecting(
            String tenant, String namespace, Map<String, String> labels) {
        Collection<Resource> stored = copies.selecting(tenant, namespace, labels);
        if (drafts.isEmpty()) {
            return stored;
        }
        Map<String, Resource> all = new TreeMap<>();
        stored.forEach(policy -> all.put(policy.getMetadata().getName(), policy));
        drafts.forEach((key, draft) -> {
            if (key.getKind().equals("Policy")
                    && key.getTenant().equals(tenant)
                    && key.getNamespace().equals(namespace)) {
                all.put(key.getName(), draft);
            }
        });
        return all.values();
    }

    CompiledPolicy compiled(ResourceKey key, Resource policy) {
        return drafts.containsKey(key)
                ? CompiledPolicy.compile(policy)
                : copies.policy(key).orElseGet(() -> CompiledPolicy.compile(policy));
    }
}
