package dev.joch.resourcestore.catalogue;

import dev.joch.resource.v1alpha1.Resource;

import org.jspecify.annotations.Nullable;

/**
 * A committed version with what it replaced, which is how a watch knows that a resource left its
 * filter.
 *
 * @param before absent when the resource is new
 */
public record Change(Version version, @Nullable Resource before) {

    public long revision() {
        return version.revision();
    }

    /** Bytes on the wire; the heap holds about twice as much. */
    public long size() {
        return version.resource().getSerializedSize();
    }
}
