package dev.joch.resourcestore.catalogue;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.Comparator;

/**
 * Names one resource. Ordered by tenant, kind, namespace and name, each by its UTF-8 bytes, as
 * every backend orders them.
 *
 * @param namespace empty for cluster-scoped kinds
 */
public record Key(String tenant, String kind, String namespace, String name)
        implements Comparable<Key> {

    private static final Comparator<Key> ORDER =
            Comparator.comparing(Key::tenant, Key::byBytes)
                    .thenComparing(Key::kind, Key::byBytes)
                    .thenComparing(Key::namespace, Key::byBytes)
                    .thenComparing(Key::name, Key::byBytes);

    public static Key of(ResourceKey key) {
        return new Key(key.getTenant(), key.getKind(), key.getNamespace(), key.getName());
    }

    public static Key of(Resource resource) {
        return new Key(
                resource.getMetadata().getTenant(),
                resource.getKind(),
                resource.getMetadata().getNamespace(),
                resource.getMetadata().getName());
    }

    public ResourceKey toProto() {
        return ResourceKey.newBuilder()
                .setTenant(tenant)
                .setKind(kind)
                .setNamespace(namespace)
                .setName(name)
                .build();
    }

    /** For people: {@code Kind/namespace/name}, without the tenant. */
    public String text() {
        return namespace.isEmpty() ? kind + "/" + name : kind + "/" + namespace + "/" + name;
    }

    @Override
    public int compareTo(Key other) {
        return ORDER.compare(this, other);
    }

    /** UTF-16 puts surrogates before U+E000, bytes put them after. */
    private static int byBytes(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                return Character.isSurrogate(x) == Character.isSurrogate(y)
                        ? Character.compare(x, y)
                        : Character.isSurrogate(x) ? 1 : -1;
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
