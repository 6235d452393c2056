package dev.joch.compiler.compile;

import dev.joch.policy.scope.PolicyShelf;
import dev.joch.resource.v1alpha1.Resource;

import java.util.Collection;

/** Where a compilation finds records. */
public interface Shelf extends PolicyShelf {

    /** Teams that own the namespace, in any order; more than own it do no harm. */
    Collection<Resource> teams(String tenant, String namespace);
}
