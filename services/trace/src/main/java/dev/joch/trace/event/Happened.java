package dev.joch.trace.event;

import dev.joch.events.Event;

import java.util.Set;

/**
 * An event of a run.
 *
 * @param event as it came
 */
public record Happened(RunUid run, Event event) {

    private static final String OF_RUNS = "joch.executions.v1";

    private static final Set<String> ENDS =
            Set.of(
                    "joch.event.v1.ExecutionSucceeded",
                    "joch.event.v1.ExecutionFailed",
                    "joch.event.v1.ExecutionCancelled");

    /** Nothing happens to the run after it. */
    public boolean ends() {
        return ENDS.contains(event.type());
    }

    /** A step of the run itself: these are few, and none is left out. */
    public boolean isStep() {
        return event.topic().equals(OF_RUNS);
    }
}
