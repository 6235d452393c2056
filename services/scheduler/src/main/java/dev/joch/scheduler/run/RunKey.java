package dev.joch.scheduler.run;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.Comparator;

/** Names a run: the Execution that it is of. In the order in which rows are locked. */
public record RunKey(String tenant, String namespace, String name) implements Comparable<RunKey> {

    private static final Comparator<RunKey> ORDER =
            Comparator.comparing(RunKey::tenant)
                    .thenComparing(RunKey::namespace)
                    .thenComparing(RunKey::name);

    public static RunKey of(ResourceKey key) {
        return new RunKey(key.getTenant(), key.getNamespace(), key.getName());
    }

    /** The key of its Execution. */
    public ResourceKey execution() {
        return ResourceKeys.of(tenant, "Execution", namespace, name);
    }

    /** For people: {@code namespace/name}. */
    public String text() {
        return namespace + "/" + name;
    }

    @Override
    public int compareTo(RunKey other) {
        return ORDER.compare(this, other);
    }
}
