package dev.joch.resourcestore.store;

import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Version;

import java.util.List;
import java.util.Optional;

/**
 * A page in order of keys.
 *
 * @param revision the state it shows
 * @param next key to go on after; empty on the last page. A page may be short and still have a next
 *     one
 */
public record ListPage(List<Version> versions, long revision, Optional<Key> next) {

    public ListPage {
        versions = List.copyOf(versions);
    }
}
