package dev.joch.scheduler.submit;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.catalogue.run.RunModes;
import dev.joch.resource.text.DurationText;
import dev.joch.resource.v1alpha1.ExecutionPlacement;
import dev.joch.resource.v1alpha1.ExecutionSpec;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.v1.Placement;
import dev.joch.scheduler.v1.Run;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

/** An Execution as a run that is to be taken in. Pure. */
public final class DraftRun {

    private static final String FIELD = "execution";

    private DraftRun() {}

    /**
     * @param traceparent of the call that brings it
     */
    public static RunCommand.Accept of(Resource execution, String traceparent) {
        ObjectMeta metadata = execution.getMetadata();
        if (!execution.getKind().equals("Execution")) {
            throw invalid("execution.kind", "only an Execution can be run");
        }
        if (metadata.getTenant().isEmpty()
                || metadata.getNamespace().isEmpty()
                || metadata.getName().isEmpty()
                || metadata.getUid().isEmpty()) {
            throw invalid(
                    "execution.metadata", "it must be stored: tenant, namespace, name and uid");
        }
        ExecutionSpec spec;
        try {
            spec = execution.getSpec().unpack(ExecutionSpec.class);
        } catch (InvalidProtocolBufferException e) {
            throw invalid(FIELD, "its spec is not one of an Execution");
        }
        if (spec.getAgentRef().getName().isEmpty()) {
            throw invalid("execution.spec.agentRef", "name an agent");
        }
        if (!spec.getAgentRef().getNamespace().isEmpty()
                && !spec.getAgentRef().getNamespace().equals(metadata.getNamespace())) {
            throw invalid(
                    "execution.spec.agentRef.namespace",
                    "an execution is in the namespace of its agent");
        }
        RunKey key = new RunKey(metadata.getTenant(), metadata.getNamespace(), metadata.getName());
        Run draft =
                Run.newBuilder()
                        .setExecution(key.execution())
                        .setUid(metadata.getUid())
                        .setGeneration(metadata.getGeneration())
                        .setAgent(spec.getAgentRef().getName())
                        .setMaxAttempts(Math.max(1, spec.getRetry().getMaxAttempts()))
                        .setPriority(spec.getPriority())
                        .setPlacement(placement(spec.getPlacement()))
                        .setTimeoutMs(millis(spec.getTimeout()))
                        .setTraceparent(traceparent)
                        .build();
        String trigger =
                spec.getTrigger().getType().isEmpty() ? "manual" : spec.getTrigger().getType();
        return new RunCommand.Accept(draft, spec.getInput(), trigger);
    }

    private static Placement placement(ExecutionPlacement wanted) {
        if (wanted.getMode().equals(RunModes.JOB) && !wanted.getPool().isEmpty()) {
            throw invalid(
                    "execution.spec.placement.pool",
                    "a run in job mode has a worker of its own: leave it away");
        }
        return Placement.newBuilder()
                .setRuntime(wanted.getRuntime())
                .setPool(wanted.getPool())
                .setRegion(wanted.getRegion())
                .setMode(wanted.getMode())
                .putAllLabels(wanted.getLabelsMap())
                .build();
    }

    /** For example {@code 1h30m}; nothing is 0. */
    static long millis(String timeout) {
        if (timeout.isEmpty()) {
            return 0;
        }
        try {
            long millis = DurationText.parse(timeout).toMillis();
            // the store counts microseconds
            Math.multiplyExact(millis, 1_000L);
            return millis;
        } catch (ArithmeticException e) {
            throw invalid("execution.spec.timeout", "it is too long");
        } catch (IllegalArgumentException e) {
            throw invalid("execution.spec.timeout", "write it like 90s or 1h30m");
        }
    }

    private static ProblemException invalid(String field, String rule) {
        return new ProblemException(new ServiceProblem.InvalidRequest(field, rule));
    }
}
