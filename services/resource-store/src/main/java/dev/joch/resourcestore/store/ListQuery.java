package dev.joch.resourcestore.store;

import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Selection;

import java.util.Optional;

/**
 * What a page shall show.
 *
 * @param after last key of the page before
 * @param limit most resources of the page
 * @param revision 0 for now
 */
public record ListQuery(Selection selection, Optional<Key> after, int limit, long revision) {

    /**
     * A page looks at no more resources than this, so that a selector that matches little costs
     * bounded time.
     */
    public static final int MOST_SCANNED = 20_000;

    /** A page that has reached so many bytes is full: it has to fit into a message. */
    public static final long MOST_BYTES = 8L * 1024 * 1024;

    public ListQuery {
        if (limit < 1) {
            throw new IllegalArgumentException("a page of " + limit);
        }
    }
}
