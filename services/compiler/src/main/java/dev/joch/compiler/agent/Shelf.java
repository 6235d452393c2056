package dev.joch.compiler.agent;

import dev.joch.policy.scope.PolicyShelf;
import dev.joch.resource.v1alpha1.Resource;

import java.util.SortedMap;

/** The records an agent is compiled from: a replica of the store, or the documents of a folder. */
public interface Shelf extends PolicyShelf {

    /** Teams that own the namespace, by name. */
    SortedMap<String, Resource> teams(String tenant, String namespace);

    /** Whether what is not here does not exist. Offline nobody knows. */
    boolean complete();
}
