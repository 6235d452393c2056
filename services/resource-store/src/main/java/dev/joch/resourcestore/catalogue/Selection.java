package dev.joch.resourcestore.catalogue;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.v1.ChangeType;

import org.jspecify.annotations.Nullable;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Which resources a list or a watch is about.
 *
 * @param tenant absent for all tenants
 * @param kinds empty for all
 * @param namespaces empty for all
 * @param selector what labels and fields must say
 */
public record Selection(
        @Nullable String tenant,
        Set<String> kinds,
        Set<String> namespaces,
        Predicate<Resource> selector) {

    public Selection {
        kinds = Set.copyOf(kinds);
        namespaces = Set.copyOf(namespaces);
    }

    /** Whether the key is within tenant, kinds and namespaces. */
    public boolean covers(Key key) {
        return (tenant == null || tenant.equals(key.tenant()))
                && (kinds.isEmpty() || kinds.contains(key.kind()))
                && (namespaces.isEmpty() || namespaces.contains(key.namespace()));
    }

    /** What a change looks like to someone who sees only this selection. */
    public Optional<ChangeType> seenAs(Change change) {
        if (!covers(change.version().key())) {
            return Optional.empty();
        }
        boolean was = change.before() != null && selector.test(change.before());
        boolean is = !change.version().gone() && selector.test(change.version().resource());
        if (is) {
            return Optional.of(
                    was ? ChangeType.CHANGE_TYPE_MODIFIED : ChangeType.CHANGE_TYPE_ADDED);
        }
        return was ? Optional.of(ChangeType.CHANGE_TYPE_DELETED) : Optional.empty();
    }
}
