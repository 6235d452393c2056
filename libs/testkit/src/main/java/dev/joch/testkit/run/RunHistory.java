package dev.joch.testkit.run;

import dev.joch.testkit.effect.EffectCall;

import java.util.List;
import java.util.Set;

/**
 * Everything that is known of some runs after the last of them should have ended.
 *
 * @param submitted runs whose creation was acknowledged
 * @param steps of all runs as the scheduler committed them, those of one run in their order
 * @param seen the status that users see, in the end
 * @param told events, those of one run in their order, with those that came again
 * @param effects calls of programs in the order in which they were taken down
 * @param work steps that every program does before it succeeds
 */
public record RunHistory(
        List<Submitted> submitted,
        List<Step> steps,
        List<Seen> seen,
        List<Told> told,
        List<EffectCall> effects,
        List<String> work) {

    public static final String PENDING = "Pending";
    public static final String SCHEDULED = "Scheduled";
    public static final String RUNNING = "Running";
    public static final String SUSPENDED = "Suspended";
    public static final String SUCCEEDED = "Succeeded";
    public static final String FAILED = "Failed";
    public static final String CANCELLED = "Cancelled";

    /** Phases after which nothing comes. */
    public static final Set<String> ENDS = Set.of(SUCCEEDED, FAILED, CANCELLED);

    private static final Set<String> HELD = Set.of(SCHEDULED, RUNNING, SUSPENDED);

    public RunHistory {
        submitted = List.copyOf(submitted);
        steps = List.copyOf(steps);
        seen = List.copyOf(seen);
        told = List.copyOf(told);
        effects = List.copyOf(effects);
        work = List.copyOf(work);
    }

    /**
     * A run whose creation was acknowledged.
     *
     * @param maxAttempts how often it may be begun
     */
    public record Submitted(String run, int maxAttempts) {}

    /**
     * A step that the scheduler has committed.
     *
     * @param version of the run, grows with every step
     * @param token of the newest lease
     * @param attempt that runs or ran last
     * @param worker that has it or had it last
     * @param lost this step was made because the worker was not heard of any more
     * @param micros when, in microseconds since 1970
     */
    public record Step(
            String run,
            long version,
            String phase,
            long token,
            int attempt,
            String worker,
            boolean lost,
            long micros) {

        public boolean ended() {
            return ENDS.contains(phase);
        }

        /** A worker has it. */
        public boolean held() {
            return HELD.contains(phase);
        }
    }

    /**
     * The status of an Execution.
     *
     * @param author attempt whose program wrote the output; 0 when there is none
     */
    public record Seen(String run, String phase, int attempt, int author) {}

    /**
     * An event about a run.
     *
     * @param id of the event, the same when it comes again
     * @param phase that it tells of; empty when it tells of another thing
     */
    public record Told(String run, String id, String phase) {

        boolean ofAnEnd() {
            return ENDS.contains(phase);
        }
    }
}
