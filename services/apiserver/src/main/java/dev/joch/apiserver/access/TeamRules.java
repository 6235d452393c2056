package dev.joch.apiserver.access;

import dev.joch.resource.v1alpha1.TeamMember;
import dev.joch.resource.v1alpha1.TeamSpec;

import org.jspecify.annotations.Nullable;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Who may change a Team, and which roles it may give. Pure.
 *
 * <p>An admin of the whole tenant makes and removes Teams. An admin of all namespaces of a Team may
 * change who belongs to it, but neither what restrains it (default policies, budgets) nor give
 * roles that it does not hold. Nobody gives itself a role.
 */
final class TeamRules {

    static final String NEEDS_ADMIN_EVERYWHERE = "role admin everywhere (@*) would allow it";

    private TeamRules() {}

    /**
     * What would allow the change, or nothing when it is allowed.
     *
     * @param before the Team as it is; {@code null} when there is none
     * @param after as it is to become; {@code null} when that is not known yet
     */
    static Optional<String> missing(
            HeldRoles held, @Nullable TeamSpec before, @Nullable TeamSpec after) {
        if (!held.adminEverywhere()) {
            if (before == null) {
                return Optional.of(NEEDS_ADMIN_EVERYWHERE);
            }
            Optional<String> namespaces = namespacesMissing(held, before, after);
            if (namespaces.isPresent()) {
                return namespaces;
            }
            if (after != null && !sameRestraints(before, after)) {
                return Optional.of(
                        "changing defaultPolicies or budgetRefs needs role admin everywhere (@*)");
            }
        }
        if (after == null) {
            return Optional.empty();
        }
        return grantsMissing(held, before == null ? TeamSpec.getDefaultInstance() : before, after);
    }

    private static Optional<String> namespacesMissing(
            HeldRoles held, TeamSpec before, @Nullable TeamSpec after) {
        Set<String> namespaces = new TreeSet<>(before.getNamespacesList());
        if (after != null) {
            namespaces.addAll(after.getNamespacesList());
        }
        if (namespaces.isEmpty()) {
            return Optional.of(NEEDS_ADMIN_EVERYWHERE);
        }
        return namespaces.stream()
                .filter(namespace -> !held.include(Role.ADMIN, namespace))
                .findFirst()
                .map(namespace -> "role admin in namespace " + namespace + " would allow it");
    }

    private static boolean sameRestraints(TeamSpec before, TeamSpec after) {
        return before.getDefaultPoliciesList().equals(after.getDefaultPoliciesList())
                && before.getBudgetRefsList().equals(after.getBudgetRefsList());
    }

    private record Member(String user, String role) {
        static Member of(TeamMember member) {
            return new Member(TeamRights.principal(member.getUser()), member.getRole());
        }
    }

    /** Grants are members times namespaces; only those that were not there before are new. */
    private static Optional<String> grantsMissing(HeldRoles held, TeamSpec before, TeamSpec after) {
        Set<Member> oldMembers = new HashSet<>();
        before.getMembersList().forEach(member -> oldMembers.add(Member.of(member)));
        Set<String> all = new TreeSet<>(after.getNamespacesList());
        Set<String> added = new TreeSet<>(all);
        before.getNamespacesList().forEach(added::remove);
        Set<Member> seen = new HashSet<>();
        for (TeamMember entry : after.getMembersList()) {
            Member member = Member.of(entry);
            if (!seen.add(member)) {
                continue;
            }
            Optional<Role> role = Role.of(member.role());
            if (role.isEmpty()) {
                return Optional.of("there is no role " + member.role());
            }
            Set<String> where = oldMembers.contains(member) ? added : all;
            boolean self = held.principals().contains(member.user());
            for (String namespace : where) {
                if (!mayGive(held, role.get(), namespace, self)) {
                    return Optional.of(
                            self
                                    ? "nobody gives itself a role: let another admin give you "
                                            + member.role()
                                            + " in "
                                            + namespace
                                    : "who gives role "
                                            + member.role()
                                            + " in "
                                            + namespace
                                            + " must hold it there or be admin everywhere (@*)");
                }
            }
        }
        return Optional.empty();
    }

    private static boolean mayGive(HeldRoles held, Role role, String namespace, boolean self) {
        String place =
                namespace.equals(TeamRights.PLATFORM_NAMESPACE) ? HeldRole.EVERYWHERE : namespace;
        return held.include(role, place) || (held.adminEverywhere() && !self);
    }
}
