package dev.joch.resourcestore.store;

import dev.joch.resourcestore.ResourceStoreProblem;
import dev.joch.resourcestore.catalogue.Bounds;
import dev.joch.service.problem.ProblemException;

/** Which revisions can be asked for. */
final class RevisionRules {

    private RevisionRules() {}

    /** The revision to show: the newest for 0. */
    static long readable(long revision, Bounds bounds) {
        if (revision == 0) {
            return bounds.revision();
        }
        if (revision > bounds.revision()) {
            throw new ProblemException(
                    new ResourceStoreProblem.RevisionUnknown(revision, bounds.revision()));
        }
        requireRetained(revision, bounds);
        return revision;
    }

    static void requireRetained(long revision, Bounds bounds) {
        if (revision < bounds.compacted()) {
            throw new ProblemException(
                    new ResourceStoreProblem.RevisionExpired(revision, bounds.compacted()));
        }
    }
}
