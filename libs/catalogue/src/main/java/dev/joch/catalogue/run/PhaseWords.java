package dev.joch.catalogue.run;

import dev.joch.scheduler.v1.RunPhase;

/** Phases of runs, in the words of the reference. */
public final class PhaseWords {

    private PhaseWords() {}

    public static String word(RunPhase phase) {
        return switch (phase) {
            case RUN_PHASE_PENDING, RUN_PHASE_UNSPECIFIED, UNRECOGNIZED -> "Pending";
            case RUN_PHASE_SCHEDULED -> "Scheduled";
            case RUN_PHASE_RUNNING -> "Running";
            case RUN_PHASE_SUSPENDED -> "Suspended";
            case RUN_PHASE_SUCCEEDED -> "Succeeded";
            case RUN_PHASE_FAILED -> "Failed";
            case RUN_PHASE_CANCELLED -> "Cancelled";
        };
    }

    /** Nothing comes after it. */
    public static boolean ended(RunPhase phase) {
        return phase == RunPhase.RUN_PHASE_SUCCEEDED
                || phase == RunPhase.RUN_PHASE_FAILED
                || phase == RunPhase.RUN_PHASE_CANCELLED;
    }

    /** The same of the word in a status. */
    public static boolean ended(String word) {
        return word.equals("Succeeded") || word.equals("Failed") || word.equals("Cancelled");
    }
}
