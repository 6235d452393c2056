package dev.joch.trace.span;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.Comparator;

/** Names an execution; namespace and name are empty for work that is of none. */
public record RunKey(String tenant, String namespace, String execution)
        implements Comparable<RunKey> {

    private static final Comparator<RunKey> ORDER =
            Comparator.comparing(RunKey::tenant)
                    .thenComparing(RunKey::namespace)
                    .thenComparing(RunKey::execution);

    /** Work of Joch itself. */
    public static final RunKey NONE = new RunKey("", "", "");

    public static RunKey of(ResourceKey key) {
        return new RunKey(key.getTenant(), key.getNamespace(), key.getName());
    }

    public boolean isNone() {
        return execution.isEmpty();
    }

    public ResourceKey resource() {
        return ResourceKeys.of(tenant, "Execution", namespace, execution);
    }

    @Override
    public int compareTo(RunKey other) {
        return ORDER.compare(this, other);
    }
}
