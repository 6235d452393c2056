package dev.joch.catalogue;

import dev.joch.resource.v1alpha1.Resource;

/**
 * What somebody makes of the records that a {@link CatalogueFeed} brings: an index, a table of
 * rights, a plain map.
 */
public interface CatalogueView {

    /** A record is so now, or is gone. Called by one thread. */
    void take(Resource resource, boolean deleted);
}
