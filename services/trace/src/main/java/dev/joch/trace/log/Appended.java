package dev.joch.trace.log;

import dev.joch.trace.TraceProblem;

/** What became of it. */
public sealed interface Appended {

    /**
     * It is durable.
     *
     * @param durable highest number of this lease that is
     * @param dropped bytes of this log that are not kept
     */
    record Done(long durable, long dropped) implements Appended {}

    /** Nothing was written. */
    record Refused(TraceProblem problem) implements Appended {}
}
