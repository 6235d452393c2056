package dev.joch.compiler.store;

import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.Comparator;

/** Names an agent. */
public record AgentKey(String tenant, String namespace, String name)
        implements Comparable<AgentKey> {

    private static final Comparator<AgentKey> ORDER =
            Comparator.comparing(AgentKey::tenant)
                    .thenComparing(AgentKey::namespace)
                    .thenComparing(AgentKey::name);

    public static AgentKey of(ResourceKey key) {
        return new AgentKey(key.getTenant(), key.getNamespace(), key.getName());
    }

    @Override
    public int compareTo(AgentKey other) {
        return ORDER.compare(this, other);
    }
}
