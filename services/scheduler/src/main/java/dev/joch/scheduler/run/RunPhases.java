package dev.joch.scheduler.run;

import static dev.joch.scheduler.v1.RunPhase.RUN_PHASE_CANCELLED;
import static dev.joch.scheduler.v1.RunPhase.RUN_PHASE_FAILED;
import static dev.joch.scheduler.v1.RunPhase.RUN_PHASE_PENDING;
import static dev.joch.scheduler.v1.RunPhase.RUN_PHASE_RUNNING;
import static dev.joch.scheduler.v1.RunPhase.RUN_PHASE_SCHEDULED;
import static dev.joch.scheduler.v1.RunPhase.RUN_PHASE_SUCCEEDED;
import static dev.joch.scheduler.v1.RunPhase.RUN_PHASE_SUSPENDED;

import dev.joch.scheduler.v1.RunPhase;

import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/** Which phase may follow which. There is no other way. */
public final class RunPhases {

    private static final Map<RunPhase, Set<RunPhase>> NEXT = table();

    private RunPhases() {}

    private static Map<RunPhase, Set<RunPhase>> table() {
        Map<RunPhase, Set<RunPhase>> next = new EnumMap<>(RunPhase.class);
        next.put(
                RUN_PHASE_PENDING,
                Set.of(RUN_PHASE_SCHEDULED, RUN_PHASE_FAILED, RUN_PHASE_CANCELLED));
        next.put(
                RUN_PHASE_SCHEDULED,
                Set.of(
                        RUN_PHASE_RUNNING,
                        RUN_PHASE_PENDING,
                        RUN_PHASE_FAILED,
                        RUN_PHASE_CANCELLED));
        next.put(
                RUN_PHASE_RUNNING,
                Set.of(
                        RUN_PHASE_SUSPENDED,
                        RUN_PHASE_SUCCEEDED,
                        RUN_PHASE_FAILED,
                        RUN_PHASE_CANCELLED,
                        RUN_PHASE_PENDING));
        next.put(
                RUN_PHASE_SUSPENDED,
                Set.of(
                        RUN_PHASE_RUNNING,
                        RUN_PHASE_FAILED,
                        RUN_PHASE_CANCELLED,
                        RUN_PHASE_PENDING));
        return next;
    }

    public static boolean mayFollow(RunPhase before, RunPhase after) {
        return NEXT.getOrDefault(before, Set.of()).contains(after);
    }

    /** Nothing follows. */
    public static boolean ended(RunPhase phase) {
        return !NEXT.containsKey(phase);
    }

    /** A worker has it. */
    public static boolean leased(RunPhase phase) {
        return phase == RUN_PHASE_SCHEDULED || started(phase);
    }

    /** The agent may have acted. */
    public static boolean started(RunPhase phase) {
        return phase == RUN_PHASE_RUNNING || phase == RUN_PHASE_SUSPENDED;
    }
}
