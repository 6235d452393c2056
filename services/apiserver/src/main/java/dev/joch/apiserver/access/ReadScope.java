package dev.joch.apiserver.access;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/** Where a caller may read. */
public sealed interface ReadScope {

    /** Everywhere in its tenant. */
    record Everywhere() implements ReadScope {}

    /**
     * In these namespaces, and besides them what lives in none (Model, Environment, ...).
     *
     * @param namespaces never empty
     */
    record Within(SortedSet<String> namespaces) implements ReadScope {
        public Within {
            if (namespaces.isEmpty()) {
                throw new IllegalArgumentException("who may read nowhere is refused");
            }
            namespaces = Collections.unmodifiableSortedSet(new TreeSet<>(namespaces));
        }
    }
}
