package dev.joch.resourcestore.catalogue;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.v1.ChangeType;

import java.time.Instant;
import java.util.List;

/**
 * What one commit made of one resource. Never changes afterwards.
 *
 * @param revision number of the change
 * @param previousRevision revision this one replaced; 0 for the first one of a life
 * @param type ADDED, MODIFIED or DELETED; a deletion keeps the resource as it was last
 * @param references what the last put named as referred to, in order of keys
 * @param traceparent where in which trace it was written (W3C); empty outside of every trace
 */
public record Version(
        Key key,
        long revision,
        long previousRevision,
        ChangeType type,
        Instant committedAt,
        Resource resource,
        List<Key> references,
        String traceparent) {

    public Version {
        references = List.copyOf(references);
        if (previousRevision >= revision) {
            throw new IllegalArgumentException(revision + " cannot replace " + previousRevision);
        }
    }

    public String uid() {
        return resource.getMetadata().getUid();
    }

    public String resourceVersion() {
        return resource.getMetadata().getResourceVersion();
    }

    /** Marked for deletion, waiting for finalizers. */
    public boolean deleting() {
        return resource.getMetadata().hasDeletedAt();
    }

    public boolean gone() {
        return type == ChangeType.CHANGE_TYPE_DELETED;
    }
}
