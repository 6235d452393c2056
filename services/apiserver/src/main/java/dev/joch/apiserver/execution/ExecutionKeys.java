package dev.joch.apiserver.execution;

import dev.joch.common.v1.Caller;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;

/** The run that a path names. */
final class ExecutionKeys {

    static final String KIND = "Execution";
    private static final String DEFAULT_NAMESPACE = "default";

    private ExecutionKeys() {}

    static ResourceKey key(Caller caller, String namespace, String name) {
        return ResourceKeys.of(
                caller.getTenant(),
                KIND,
                namespace.isEmpty() ? DEFAULT_NAMESPACE : namespace,
                name);
    }
}
