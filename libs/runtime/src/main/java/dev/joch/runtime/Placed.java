package dev.joch.runtime;

/** What came of asking for a workload. */
public sealed interface Placed {

    /** It was started by this call. */
    record New(Handle handle) implements Placed {}

    /** It was there before. */
    record Found(Handle handle) implements Placed {}

    /** Nothing was started, and asking again does not help before something was changed. */
    record Refused(RuntimeProblem problem) implements Placed {}
}
