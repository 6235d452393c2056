package dev.joch.apiserver.resource;

import dev.joch.apiserver.access.AccessGate;
import dev.joch.apiserver.access.AccessRequest;
import dev.joch.apiserver.access.Grant;
import dev.joch.apiserver.access.ReadScope;
import dev.joch.apiserver.access.Verb;
import dev.joch.common.v1.Caller;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.Outcome;
import dev.joch.service.problem.Invariant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** Asks the gate what the use cases have to know, in the order that gives nothing away. */
public final class Rights {

    private static final String EVERY_KIND = "";

    private final AccessGate gate;

    public Rights(AccessGate gate) {
        this.gate = gate;
    }

    public List<Grant> check(Caller caller, Verb verb, ResourceKey key) {
        return List.of(gate.check(caller, AccessRequest.of(verb, key)));
    }

    List<Grant> check(Caller caller, Verb verb, Batch batch) {
        return gate.checkAll(caller, batch.requests(verb));
    }

    boolean storedMatters(Caller caller, Verb verb) {
        return gate.storedMatters(caller, verb);
    }

    /** Once more, about what is stored: its environment counts too. */
    List<Grant> checkStored(Caller caller, Verb verb, Collection<Resource> stored) {
        return stored.isEmpty()
                ? List.of()
                : gate.checkAll(
                        caller,
                        stored.stream().map(resource -> AccessRequest.of(verb, resource)).toList());
    }

    /** What a changed resource needs beside the right to change it. */
    List<Grant> checkTriggers(Caller caller, Resource changed) {
        return gate.checkAll(caller, AccessRequest.ofTriggers(changed).stream().toList());
    }

    /**
     * Namespaces that a list or a watch may show: empty for all of the tenant.
     *
     * @param grants takes what allowed it
     */
    public List<String> readable(
            Caller caller, Verb verb, List<Kind> kinds, String namespace, List<Grant> grants) {
        List<String> names =
                kinds.isEmpty() ? List.of(EVERY_KIND) : kinds.stream().map(Kind::kind).toList();
        if (!namespace.isEmpty()) {
            grants.addAll(
                    gate.checkAll(
                            caller,
                            names.stream()
                                    .map(kind -> AccessRequest.of(verb, kind, namespace, ""))
                                    .toList()));
            return List.of(namespace);
        }
        TreeSet<String> namespaces = new TreeSet<>();
        boolean everywhere = true;
        for (String kind : names) {
            switch (gate.readable(caller, verb, kind)) {
                case ReadScope.Everywhere all -> {}
                case ReadScope.Within within -> {
                    // what holds for every kind of the list
                    if (everywhere) {
                        namespaces.addAll(within.namespaces());
                    } else {
                        namespaces.retainAll(within.namespaces());
                    }
                    everywhere = false;
                }
            }
        }
        if (everywhere) {
            return List.of();
        }
        List<String> shown = new ArrayList<>(namespaces);
        // what lives in no namespace
        shown.add("");
        return shown;
    }

    /**
     * The same for one kind that lives in namespaces: empty is all of the tenant, and nothing else
     * is, so whoever may read nowhere gets no list that would be taken for all.
     */
    public List<String> namespaces(
            Caller caller, Verb verb, String kind, String namespace, Records.Says says) {
        List<Grant> grants = new ArrayList<>();
        List<String> found = readable(caller, verb, List.of(Kinds.kind(kind)), namespace, grants);
        says.grants(grants);
        List<String> named = found.stream().filter(name -> !name.isEmpty()).toList();
        Invariant.check(
                found.isEmpty() || !named.isEmpty(), "who may list a kind may do so somewhere");
        return named;
    }

    /** Whether the caller may read one resource. */
    public boolean reads(Caller caller, ResourceKey key) {
        return switch (gate.readable(caller, Verb.GET, key.getKind())) {
            case ReadScope.Everywhere all -> true;
            case ReadScope.Within within ->
                    key.getNamespace().isEmpty()
                            || within.namespaces().contains(key.getNamespace());
        };
    }

    /** Teams and environments that were written count from the next call on. */
    void learn(Collection<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            switch (outcome.getAction()) {
                case ACTION_CREATED, ACTION_CONFIGURED, ACTION_DELETING ->
                        gate.learn(outcome.getResource(), false);
                case ACTION_DELETED -> gate.learn(outcome.getResource(), true);
                case ACTION_UNCHANGED, ACTION_UNSPECIFIED, UNRECOGNIZED -> {}
            }
        }
    }
}
