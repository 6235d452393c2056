package dev.joch.apiserver.policy;

import dev.joch.apiserver.access.Grant;
import dev.joch.apiserver.access.Verb;
import dev.joch.apiserver.resource.Records;
import dev.joch.apiserver.resource.Rights;
import dev.joch.common.v1.Caller;
import dev.joch.resource.kind.Kinds;

import java.util.ArrayList;
import java.util.List;

/** Where the caller may read policies, and so what they decided. */
final class Readable {

    private Readable() {}

    /** Empty for the whole tenant. */
    static List<String> namespaces(
            Caller caller, String namespace, Rights rights, Records.Says says) {
        List<Grant> grants = new ArrayList<>();
        List<String> found =
                rights.readable(
                        caller, Verb.LIST, List.of(Kinds.kind("Policy")), namespace, grants);
        says.grants(grants);
        // agents and policies live in namespaces
        return found.stream().filter(name -> !name.isEmpty()).toList();
    }
}
