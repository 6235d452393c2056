package dev.joch.resourcestore.catalogue;

import java.util.Optional;
import java.util.SortedSet;

/**
 * The current state, as the rules of writing need to see it. Stands still while a group is decided.
 */
public interface Catalogue {

    /**
     * More than this many referrers or dependants are not told; nothing may be done that needs them
     * all.
     */
    int MOST_EDGES = 5_000;

    /** The current version, if the resource exists. */
    Optional<Version> head(Key key);

    /** Those whose last put named the key as a reference; at most {@link #MOST_EDGES}. */
    SortedSet<Key> referrers(Key key);

    /** Those with an owner reference to that uid; at most {@link #MOST_EDGES}. */
    SortedSet<Key> owned(String tenant, String uid);

    /** What was answered to that request before. */
    Optional<RememberedAnswer> answer(RememberedAnswer.RequestName name);
}
