package dev.joch.apiserver.access;

import dev.joch.common.v1.Caller;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.problem.ProblemException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Decides whether a caller may do something. Ask before looking whether the thing exists, and for a change ask again about what
 * is stored: its environment counts too.
 */
public final class AccessGate {

    /** Namespace whose records everyone with any role may read, since references fall back to it. */
    static final String SHARED_NAMESPACE = "joch-shared";

    private static final String SERVICE_METHOD = "service";

    private final AccessRecords records;
    private final Set<String> admins;

    /**
     * @param admins subjects and {@code group:<name>} who are admin everywhere in their tenant by configuration
     */
    AccessGate(AccessRecords records, Collection<String> admins) {
        this.records = records;
        this.admins = admins.stream().map(TeamRights::principal).collect(Collectors.toUnmodifiableSet());
    }

    /** Answers by what it is allowed, or throws FORBIDDEN. */
    public Grant check(Caller caller, AccessRequest request) {
        return decide(caller, held(caller), request);
    }

    /** Checks several at once: all or the first refusal. Each grant once. */
    public List<Grant> checkAll(Caller caller, Collection<AccessRequest> requests) {
        List<HeldRole> held = held(caller);
        Set<Grant> grants = new java.util.LinkedHashSet<>();
        for (AccessRequest request : requests) {
            grants.add(decide(caller, held, request));
        }
        return List.copyOf(grants);
    }

    /** Where the caller may get, list and watch; throws FORBIDDEN when nowhere. For lists over all namespaces. */
    public ReadScope readable(Caller caller, Verb verb, String kind) {
        List<HeldRole> held = held(caller);
        if (held.isEmpty()) {
            throw refused(caller, AccessRequest.of(verb, kind, "", ""), AccessRules.rolesFor(verb, KindClass.of(kind)), "anywhere");
        }
        if (held.stream().anyMatch(HeldRole::everywhere)) {
            return new ReadScope.Everywhere();
        }
        TreeSet<String> namespaces = new TreeSet<>();
        held.forEach(role -> namespaces.add(role.namespace()));
        namespaces.add(SHARED_NAMESPACE);
        return new ReadScope.Within(namespaces);
    }

    /** All roles of the caller, as {@code role@namespace}; {@code role@*} holds everywhere. */
    public List<String> roles(Caller caller) {
        return held(caller).stream().map(HeldRole::text).distinct().sorted().toList();
    }

    /** Call with every Team or Environment that was written, after the acknowledgement: its effect is seen at once here. */
    public void learn(Resource written, boolean deleted) {
        records.learn(written, deleted);
    }

    private List<HeldRole> held(Caller caller) {
        List<HeldRole> held = new ArrayList<>();
        if (caller.getMethod().equals(SERVICE_METHOD)) {
            held.add(new HeldRole(Role.SERVICE, HeldRole.EVERYWHERE, "service"));
            return held;
        }
        return held;
    }

    private Grant decide(Caller caller, List<HeldRole> held, AccessRequest request) {
        throw refused(caller, request, List.of(), "here");
    }

    private static ProblemException refused(
            Caller caller, AccessRequest request, List<Role> roles, String where) {
        throw new ProblemException(
                new AccessProblem.Forbidden(
                        caller.getSubject(), request.verb().word(), request.kind(), request.namespace(), where + roles));
    }
}
