package dev.joch.scheduler.run;

import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.scheduler.v1.Placement;

import java.util.Optional;

/** What came of asking whether and from what a run may start. */
public sealed interface Settlement {

    /**
     * It may, from these.
     *
     * @param framework name of the FrameworkAdapter
     * @param sdk word of the framework
     * @param placement complete
     * @param bill name of the bill in force; empty when the agent keeps none
     * @param input what the agent gets instead, when the hook changed it
     */
    record Ready(
            long agentGeneration,
            String framework,
            String sdk,
            String environment,
            Placement placement,
            String manifestDigest,
            String bill,
            long billGeneration,
            Optional<ExecutionInput> input)
            implements Settlement {}

    /** It never will. */
    record Refused(String reason, String message) implements Settlement {}

    /**
     * Its Execution is there no more: the submission was given up, and came late. Had it been
     * deleted after this look, somebody would see to it that the run is forgotten.
     */
    record Unwanted() implements Settlement {}

    /**
     * Something it needs is not there yet.
     *
     * @param reason why it waits
     * @param finalReason why it failed, once it has waited long enough
     */
    record NotYet(String reason, String message, String finalReason) implements Settlement {}
}
