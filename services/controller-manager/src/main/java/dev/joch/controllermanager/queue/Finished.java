package dev.joch.controllermanager.queue;

import java.time.Duration;

/** What came of a claim. */
public sealed interface Finished {

    Claimed claim();

    /** Nothing more to do until somebody wakes it. */
    record Done(Claimed claim) implements Finished {}

    /** To be looked at again after that time, whatever happens. */
    record Again(Claimed claim, Duration delay) implements Finished {}

    /** It went wrong, and is tried again after that time. */
    record Failed(Claimed claim, Duration delay, String reason) implements Finished {}
}
