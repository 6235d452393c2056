package dev.joch.resource.field;

import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Names of resources, and under which of them a reference may find its target. */
public final class ResourceKeys {

    /** What all namespaces of a tenant may refer to is here. */
    public static final String SHARED_NAMESPACE = "joch-shared";

    private ResourceKeys() {}

    public static ResourceKey of(Resource resource) {
        ObjectMeta metadata = resource.getMetadata();
        return of(
                metadata.getTenant(),
                resource.getKind(),
                metadata.getNamespace(),
                metadata.getName());
    }

    /** Every field is set, empty ones too: presence counts when messages are compared. */
    public static ResourceKey of(String tenant, String kind, String namespace, String name) {
        return ResourceKey.newBuilder()
                .setTenant(tenant)
                .setKind(kind)
                .setNamespace(namespace)
                .setName(name)
                .build();
    }

    /** For people: {@code Kind/namespace/name}, without the tenant. */
    public static String text(ResourceKey key) {
        return key.getNamespace().isEmpty()
                ? key.getKind() + "/" + key.getName()
                : key.getKind() + "/" + key.getNamespace() + "/" + key.getName();
    }

    /** What events about the record are keyed by: {@code tenant/Kind/namespace/name}. */
    public static String eventKey(ResourceKey key) {
        return key.getTenant() + "/" + text(key);
    }

    /**
     * Keys under which the target of a reference may be, best first: the namespace that the
     * reference names, or else the referrer's own, then the shared one. A reference never leaves
     * the tenant.
     *
     * @param namespace of the referrer; empty when it has none
     */
    public static List<ResourceKey> candidates(
            String tenant, String namespace, Reference reference) {
        return candidates(
                tenant, namespace, reference.kind(), reference.namespace(), reference.name());
    }

    /**
     * The same for a reference in parts.
     *
     * @param named namespace that the reference names, if any
     */
    public static List<ResourceKey> candidates(
            String tenant, String namespace, String kind, @Nullable String named, String name) {
        Optional<Kind> known = Kinds.named(kind);
        if (known.isEmpty() || name.isEmpty()) {
            return List.of();
        }
        if (!known.get().namespaced()) {
            return List.of(of(tenant, kind, "", name));
        }
        if (named != null && !named.isEmpty()) {
            return List.of(of(tenant, kind, named, name));
        }
        return Stream.of(namespace, SHARED_NAMESPACE)
                .filter(place -> !place.isEmpty())
                .distinct()
                .map(place -> of(tenant, kind, place, name))
                .toList();
    }
}
