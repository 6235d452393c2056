package dev.joch.apiserver.access;

import dev.joch.resource.v1alpha1.TeamMember;
import dev.joch.resource.v1alpha1.TeamSpec;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The Teams and Environments of one tenant, ready to be asked. A value: a change makes a new one.
 */
public final class TeamRights {

    static final TeamRights NONE = new TeamRights(Map.of(), Map.of());

    /**
     * Roles bound in this namespace hold everywhere in the tenant: it is where the platform itself
     * lives.
     */
    static final String PLATFORM_NAMESPACE = "joch-system";

    private record Membership(String team, Role role, Set<String> namespaces) {}

    private final Map<String, TeamSpec> teams;
    private final Map<String, EnvironmentDemand> environments;
    private final Map<String, List<Membership>> members = new HashMap<>();

    TeamRights(Map<String, TeamSpec> teams, Map<String, EnvironmentDemand> environments) {
        this.teams = Map.copyOf(teams);
        this.environments = Map.copyOf(environments);
        Map<String, Set<Membership>> found = new HashMap<>();
        teams.forEach((name, spec) -> index(name, spec, found));
        found.forEach((user, memberships) -> members.put(user, List.copyOf(memberships)));
    }

    private static void index(String name, TeamSpec spec, Map<String, Set<Membership>> found) {
        Set<String> namespaces = Set.copyOf(spec.getNamespacesList());
        for (TeamMember member : spec.getMembersList()) {
            Role.of(member.getRole())
                    .ifPresent(role ->
                            found.computeIfAbsent(principal(member.getUser()), u -> new HashSet<>())
                                    .add(new Membership(name, role, namespaces)));
        }
    }

    /** People's addresses are the same in any case; other names are taken as they are. */
    static String principal(String user) {
        return user.indexOf('@') > 0 && !user.startsWith("group:")
                ? user.toLowerCase(Locale.ROOT)
                : user;
    }

    /** What a subject or {@code group:<name>} holds, added to {@code held}. */
    void collect(String principal, List<HeldRole> held) {
        for (Membership membership : members.getOrDefault(principal(principal), List.of())) {
            for (String namespace : membership.namespaces()) {
                String where =
                        namespace.equals(PLATFORM_NAMESPACE) ? HeldRole.EVERYWHERE : namespace;
                held.add(new HeldRole(membership.role(), where, "Team/" + membership.team()));
            }
        }
    }

    /** The Team as it is; the empty one when there is none. */
    TeamSpec team(String name) {
        return teams.getOrDefault(name, TeamSpec.getDefaultInstance());
    }

    boolean hasTeam(String name) {
        return teams.containsKey(name);
    }

    EnvironmentDemand environment(String name) {
        return environments.getOrDefault(name, new EnvironmentDemand(name, "", ""));
    }

    Map<String, TeamSpec> teams() {
        return teams;
    }

    Map<String, EnvironmentDemand> environments() {
        return environments;
    }
}
