package dev.joch.apiserver.agbom;

import dev.joch.common.v1.Caller;
import dev.joch.resource.v1alpha1.ResourceKey;

/** The agent that a path names. */
final class AgentKeys {

    private static final String DEFAULT_NAMESPACE = "default";

    private AgentKeys() {}

    static ResourceKey key(Caller caller, String namespace, String agent) {
        return ResourceKey.newBuilder()
                .setTenant(caller.getTenant())
                .setKind("Agent")
                .setNamespace(namespace.isEmpty() ? DEFAULT_NAMESPACE : namespace)
                .setName(agent)
                .build();
    }
}
