package dev.joch.apiserver.access;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The table of rights. Pure: a role, a verb, a class of kinds and what environments demand.
 *
 * <p>A role has its own rows and those of the roles it includes.
 */
final class AccessRules {

    private static final Set<KindClass> ALL = EnumSet.allOf(KindClass.class);
    private static final Set<KindClass> RUNNING = EnumSet.of(KindClass.WORKLOAD, KindClass.RECORD);
    private static final Set<Verb> PLACING =
            EnumSet.of(Verb.APPLY, Verb.PATCH, Verb.PROMOTE, Verb.FORCE);

    private static final Map<Role, Map<Verb, Set<KindClass>>> TABLE = new EnumMap<>(Role.class);

    static {
        grant(Role.VIEWER, ALL, Verb.GET, Verb.LIST, Verb.WATCH, Verb.VALIDATE, Verb.DIFF);
        grant(Role.EDITOR, EnumSet.of(KindClass.WORKLOAD), Verb.APPLY, Verb.PATCH, Verb.DELETE);
        grant(Role.EDITOR, EnumSet.of(KindClass.WORKLOAD), Verb.REFRESH);
        grant(Role.OPERATOR, RUNNING, Verb.RUN, Verb.CANCEL, Verb.EVALUATE);
        grant(Role.OPERATOR, EnumSet.of(KindClass.WORKLOAD), Verb.PROMOTE);
        grant(Role.RELEASE_ADMIN, EnumSet.of(KindClass.WORKLOAD), Verb.FORCE);
        grant(Role.APPROVER, RUNNING, Verb.APPROVE);
        grant(Role.BREAK_GLASS, RUNNING, Verb.OVERRIDE);
        grant(Role.AUDITOR, ALL, Verb.AUDIT);
        grant(
                Role.ADMIN,
                EnumSet.of(KindClass.GOVERNANCE, KindClass.PLATFORM),
                Verb.APPLY,
                Verb.PATCH,
                Verb.DELETE);
        grant(Role.ADMIN, EnumSet.of(KindClass.GOVERNANCE), Verb.DISABLE);
        grant(Role.SERVICE, RUNNING, Verb.EVALUATE, Verb.REFRESH);
        grant(Role.SERVICE, ALL, Verb.GET, Verb.LIST, Verb.WATCH, Verb.UPDATE_STATUS);
        grant(Role.SERVICE, EnumSet.of(KindClass.RECORD), Verb.APPLY, Verb.PATCH, Verb.DELETE);
    }

    private AccessRules() {}

    private static void grant(Role role, Set<KindClass> kinds, Verb... verbs) {
        for (Verb verb : verbs) {
            TABLE.computeIfAbsent(role, r -> new EnumMap<>(Verb.class))
                    .computeIfAbsent(verb, v -> EnumSet.noneOf(KindClass.class))
                    .addAll(kinds);
        }
    }

    /** Whether the role alone suffices, leaving environments aside. */
    static boolean allows(Role role, Verb verb, KindClass kind) {
        return TABLE.entrySet().stream()
                .filter(row -> role.includes(row.getKey()))
                .anyMatch(row -> row.getValue().getOrDefault(verb, Set.of()).contains(kind));
    }

    /** Whether the verb is everybody's whose token is good. */
    static boolean open(Verb verb) {
        return verb == Verb.WHOAMI || verb == Verb.VERSION;
    }

    /** The roles that stand in the table for this, weakest first: what a refusal names. */
    static List<Role> rolesFor(Verb verb, KindClass kind) {
        List<Role> roles = new ArrayList<>();
        for (Role role : Role.values()) {
            if (allows(role, verb, kind)) {
                roles.add(role);
            }
        }
        return roles;
    }

    /**
     * The role that an environment demands for a verb, if any. A word nobody knows demands the
     * strongest.
     */
    static Collection<Role> demanded(Verb verb, EnvironmentDemand demand) {
        String word = "";
        if (PLACING.contains(verb)) {
            word = demand.applyRole();
        } else if (verb == Verb.DELETE) {
            word = demand.deleteRole();
        }
        return word.isEmpty() ? List.of() : List.of(Role.of(word).orElse(Role.ADMIN));
    }
}
