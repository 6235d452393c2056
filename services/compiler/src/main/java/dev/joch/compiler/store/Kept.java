package dev.joch.compiler.store;

import dev.joch.compiler.v1.Manifest;

/** What became of a draft. */
public sealed interface Kept {

    /**
     * It is the newest of its agent and environment.
     *
     * @param created the content was not there before
     */
    record Newest(Manifest manifest, boolean created) implements Kept {}

    /**
     * Somebody who saw more was faster; nothing was written. Compile again from these revisions or
     * later ones.
     */
    record Stale(long agentRevision, long inputRevision) implements Kept {}
}
