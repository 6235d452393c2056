package dev.joch.apiserver.access;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * All roles of one caller.
 *
 * @param principals names under which a Team may list the caller: its subject and {@code
 *     group:<name>}
 */
record HeldRoles(Set<String> principals, List<HeldRole> roles) {

    HeldRoles {
        principals = Set.copyOf(principals);
        roles = List.copyOf(roles);
    }

    boolean none() {
        return roles.isEmpty();
    }

    boolean adminEverywhere() {
        return roles.stream()
                .anyMatch(held -> held.everywhere() && held.role().includes(Role.ADMIN));
    }

    /** Whether the caller has all rights of the role in that namespace. */
    boolean include(Role role, String namespace) {
        return roles.stream()
                .anyMatch(held -> held.holdsIn(namespace) && held.role().includes(role));
    }

    /** The weakest role that fits: what the audit log names. */
    Optional<HeldRole> weakest(Predicate<HeldRole> fits) {
        return roles.stream().filter(fits).min((a, b) -> a.role().compareTo(b.role()));
    }

    Set<String> namespaces() {
        Set<String> namespaces = new TreeSet<>();
        roles.forEach(held -> namespaces.add(held.namespace()));
        return namespaces;
    }
}
