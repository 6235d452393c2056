package dev.joch.scheduler.run;

import com.google.protobuf.Message;

import dev.joch.event.v1.AgentName;
import dev.joch.event.v1.EventContext;
import dev.joch.event.v1.ExecutionCancelled;
import dev.joch.event.v1.ExecutionCreated;
import dev.joch.event.v1.ExecutionFailed;
import dev.joch.event.v1.ExecutionScheduled;
import dev.joch.event.v1.ExecutionStarted;
import dev.joch.event.v1.ExecutionSucceeded;
import dev.joch.scheduler.v1.Run;

/** What is told of a run, out of the run as it has become. */
final class RunEvents {

    private static final int TRACE_AT = 3;
    private static final int SPAN_AT = 36;
    private static final int FLAGS_AT = 53;

    private RunEvents() {}

    static Message created(Run run, String trigger, long now) {
        return ExecutionCreated.newBuilder()
                .setContext(context(run, now))
                .setTrigger(trigger)
                .build();
    }

    static Message scheduled(Run run, long now) {
        return ExecutionScheduled.newBuilder()
                .setContext(context(run, now))
                .setPool(run.getPlacement().getPool())
                .setAttempt(run.getAttempt())
                .build();
    }

    static Message started(Run run, long now) {
        return ExecutionStarted.newBuilder()
                .setContext(context(run, now))
                .setWorker(run.getWorker())
                .setAttempt(run.getAttempt())
                .setManifestDigest(run.getManifestDigest())
                .build();
    }

    /** The event of the phase in which it ended. */
    static Message ended(Run run, String cancelReason, long now) {
        return switch (run.getPhase()) {
            case RUN_PHASE_SUCCEEDED ->
                    ExecutionSucceeded.newBuilder()
                            .setContext(context(run, now))
                            .setCostMicroUsd(run.getReport().getCostMicroUsd())
                            .setDurationMs(durationMs(run))
                            .build();
            case RUN_PHASE_FAILED ->
                    ExecutionFailed.newBuilder()
                            .setContext(context(run, now))
                            .setReason(run.getReason())
                            .setMessage(run.getMessage())
                            .setCostMicroUsd(run.getReport().getCostMicroUsd())
                            .setDurationMs(durationMs(run))
                            .build();
            case RUN_PHASE_CANCELLED ->
                    ExecutionCancelled.newBuilder()
                            .setContext(context(run, now))
                            .setCancelledBy(run.getCancelledBy())
                            .setReason(cancelReason)
                            .build();
            case RUN_PHASE_PENDING,
                    RUN_PHASE_SCHEDULED,
                    RUN_PHASE_RUNNING,
                    RUN_PHASE_SUSPENDED,
                    RUN_PHASE_UNSPECIFIED,
                    UNRECOGNIZED ->
                    throw new IllegalArgumentException("the run has not ended");
        };
    }

    private static long durationMs(Run run) {
        return run.hasStartedAt()
                ? (Times.micros(run.getCompletedAt()) - Times.micros(run.getStartedAt())) / 1_000
                : 0;
    }

    private static EventContext context(Run run, long now) {
        EventContext.Builder context =
                EventContext.newBuilder()
                        .setTenant(run.getExecution().getTenant())
                        .setExecutionId(run.getExecution().getName())
                        .setExecutionUid(run.getUid())
                        .setAgent(
                                AgentName.newBuilder()
                                        .setNamespace(run.getExecution().getNamespace())
                                        .setName(run.getAgent()))
                        .setAgentVersion(run.getAgentGeneration())
                        .setFramework(run.getFramework())
                        .setTimestamp(Times.timestamp(now));
        String cause = run.getTraceparent();
        if (cause.length() >= FLAGS_AT) {
            context.setTraceId(cause.substring(TRACE_AT, SPAN_AT - 1))
                    .setSpanId(cause.substring(SPAN_AT, FLAGS_AT - 1));
        }
        return context.build();
    }
}
