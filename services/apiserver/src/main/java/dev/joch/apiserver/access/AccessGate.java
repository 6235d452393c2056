package dev.joch.apiserver.access;

import dev.joch.common.v1.Caller;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.problem.ProblemException;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides whether a caller may do something. Ask before looking whether the thing exists, and for a
 * change ask again about what is stored: its environment counts too.
 */
public final class AccessGate {

    /**
     * Namespace whose records everyone with any role may read, since references fall back to it.
     */
    static final String SHARED_NAMESPACE = ResourceKeys.SHARED_NAMESPACE;

    static final String LOCAL_ADMIN = "local-admin";
    private static final String SERVICE = "service";

    private static final Set<Verb> READS =
            Set.of(Verb.GET, Verb.LIST, Verb.WATCH, Verb.VALIDATE, Verb.DIFF, Verb.AUDIT);

    private final AccessRecords records;
    private final Set<String> admins;

    /**
     * @param admins subjects and {@code group:<name>} who are admin everywhere in their tenant by
     *     configuration
     */
    public AccessGate(AccessRecords records, Collection<String> admins) {
        this.records = records;
        this.admins =
                admins.stream().map(TeamRights::principal).collect(Collectors.toUnmodifiableSet());
    }

    /** Answers by what it is allowed, or throws FORBIDDEN. */
    public Grant check(Caller caller, AccessRequest request) {
        return checkAll(caller, List.of(request)).getFirst();
    }

    /** Checks several at once: all, or the first refusal. The same rule is named once. */
    public List<Grant> checkAll(Caller caller, Collection<AccessRequest> requests) {
        HeldRoles held = held(caller);
        Set<Grant> grants = new LinkedHashSet<>();
        for (AccessRequest request : requests) {
            grants.add(decide(caller, held, request));
        }
        return List.copyOf(grants);
    }

    /**
     * Where the caller may get, list and watch; throws FORBIDDEN when nowhere. For lists over all
     * namespaces.
     */
    public ReadScope readable(Caller caller, Verb verb, String kind) {
        HeldRoles held = held(caller);
        decide(caller, held, AccessRequest.of(verb, kind, "", ""));
        if (held.roles().stream().anyMatch(HeldRole::everywhere)) {
            return new ReadScope.Everywhere();
        }
        TreeSet<String> namespaces = new TreeSet<>(held.namespaces());
        namespaces.add(SHARED_NAMESPACE);
        return new ReadScope.Within(namespaces);
    }

    /**
     * Whether a change by this caller may be judged otherwise by what is stored than by what was
     * sent. Only environments that demand a role make a difference, and most tenants have none:
     * then nobody has to look.
     */
    public boolean storedMatters(Caller caller, Verb verb) {
        return switch (caller.getMethod()) {
            // both hold whatever an environment may demand
            case SERVICE, LOCAL_ADMIN -> false;
            default ->
                    records.of(caller.getTenant()).environments().values().stream()
                            .anyMatch(demand -> !AccessRules.demanded(verb, demand).isEmpty());
        };
    }

    /** All roles of the caller, as {@code role@namespace}; {@code role@*} holds everywhere. */
    public List<String> roles(Caller caller) {
        return held(caller).roles().stream().map(HeldRole::text).distinct().sorted().toList();
    }

    /**
     * Call with every Team or Environment that was written, once acknowledged: its effect is seen
     * at once here.
     */
    public void learn(Resource written, boolean deleted) {
        records.learn(written, deleted);
    }

    private HeldRoles held(Caller caller) {
        List<HeldRole> roles = new ArrayList<>();
        Set<String> principals = new LinkedHashSet<>();
        principals.add(TeamRights.principal(caller.getSubject()));
        caller.getGroupsList().forEach(group -> principals.add("group:" + group));
        switch (caller.getMethod()) {
            case SERVICE -> everywhere(roles, "service", Role.SERVICE);
            // who holds the file owns the installation
            case LOCAL_ADMIN ->
                    everywhere(roles, LOCAL_ADMIN, Role.ADMIN, Role.AUDITOR, Role.BREAK_GLASS);
            case "", "anonymous" -> principals.clear();
            default -> {
                if (principals.stream().anyMatch(admins::contains)) {
                    everywhere(roles, "configuration", Role.ADMIN, Role.AUDITOR);
                }
                TeamRights rights = records.of(caller.getTenant());
                principals.forEach(principal -> rights.collect(principal, roles));
            }
        }
        return new HeldRoles(principals, roles);
    }

    private static void everywhere(List<HeldRole> held, String source, Role... roles) {
        for (Role role : roles) {
            held.add(new HeldRole(role, HeldRole.EVERYWHERE, source));
        }
    }

    private Grant decide(Caller caller, HeldRoles held, AccessRequest request) {
        if (AccessRules.open(request.verb())) {
            return new Grant("rbac:authenticated");
        }
        if (changesTeam(request) && !held.none()) {
            return decideTeam(caller, held, request);
        }
        KindClass kind = KindClass.of(request.kind());
        String place = place(kind, request);
        boolean anywhere =
                READS.contains(request.verb())
                        && (place.equals(HeldRole.EVERYWHERE) || place.equals(SHARED_NAMESPACE));
        Optional<HeldRole> role =
                held.weakest(r ->
                        (anywhere || r.holdsIn(place))
                                && AccessRules.allows(r.role(), request.verb(), kind));
        if (role.isEmpty()) {
            throw forbidden(caller, request, place, wouldAllow(request.verb(), kind, place));
        }
        checkEnvironments(caller, held, request, place);
        return new Grant("rbac:" + role.get().text() + ":" + role.get().source());
    }

    private void checkEnvironments(
            Caller caller, HeldRoles held, AccessRequest request, String place) {
        // services write what happened, wherever it happened
        boolean service = held.include(Role.SERVICE, HeldRole.EVERYWHERE);
        if (service || request.environments().isEmpty() || READS.contains(request.verb())) {
            return;
        }
        TeamRights rights = records.of(caller.getTenant());
        for (String name : new TreeSet<>(request.environments())) {
            for (Role role : AccessRules.demanded(request.verb(), rights.environment(name))) {
                if (!held.include(role, place)) {
                    String needs =
                            "environment " + name + " demands role " + role.word() + " in " + place;
                    throw forbidden(caller, request, place, needs);
                }
            }
        }
    }

    private static boolean changesTeam(AccessRequest request) {
        return request.kind().equals("Team")
                && (request.verb() == Verb.APPLY || request.verb() == Verb.PATCH);
    }

    private Grant decideTeam(Caller caller, HeldRoles held, AccessRequest request) {
        TeamRights rights = records.of(caller.getTenant());
        Optional<String> missing =
                TeamRules.missing(
                        held,
                        rights.hasTeam(request.name()) ? rights.team(request.name()) : null,
                        request.team());
        if (missing.isPresent()) {
            throw forbidden(caller, request, HeldRole.EVERYWHERE, missing.get());
        }
        HeldRole role = held.weakest(r -> r.role().includes(Role.ADMIN)).orElseThrow();
        return new Grant("rbac:" + role.text() + ":" + role.source());
    }

    private static String place(KindClass kind, AccessRequest request) {
        boolean none = kind == KindClass.PLATFORM || request.namespace().isEmpty();
        return none ? HeldRole.EVERYWHERE : request.namespace();
    }

    private static String wouldAllow(Verb verb, KindClass kind, String place) {
        List<String> roles =
                AccessRules.rolesFor(verb, kind).stream()
                        .filter(role -> role != Role.SERVICE)
                        .map(Role::word)
                        .toList();
        if (roles.isEmpty()) {
            return "only services of Joch may";
        }
        boolean anywhere = READS.contains(verb) && place.equals(HeldRole.EVERYWHERE);
        String where =
                anywhere
                        ? "in any namespace"
                        : place.equals(HeldRole.EVERYWHERE) ? "everywhere (@*)" : "in " + place;
        String word = roles.size() == 1 ? "role " : "one of the roles ";
        return word
                + String.join(", ", roles)
                + " "
                + where
                + " would allow it; an admin gives it in a Team";
    }

    private static ProblemException forbidden(
            Caller caller, AccessRequest request, String place, String needs) {
        String subject =
                caller.getSubject().isEmpty() ? "an anonymous caller" : caller.getSubject();
        return new ProblemException(
                new AccessProblem.Forbidden(
                        subject, request.verb().word(), request.kind(), place, needs));
    }
}
