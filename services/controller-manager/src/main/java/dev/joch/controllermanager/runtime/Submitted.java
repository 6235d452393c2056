package dev.joch.controllermanager.runtime;

import dev.joch.scheduler.v1.Run;

/** What the scheduler says to an Execution. */
sealed interface Submitted {

    /** It has the run, since now or since before. */
    record Taken(Run run) implements Submitted {}

    /** It will never take it as it is. */
    record Refused(String message) implements Submitted {}
}
