package dev.joch.catalogue.run;

import com.google.protobuf.Timestamp;

import dev.joch.resource.v1alpha1.ExecutionAgBOMSnapshot;
import dev.joch.resource.v1alpha1.ExecutionStatus;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunReport;

/** The fields of a status that follow the run. Pure; what is not the run's stays as it is. */
public final class RunStatus {

    private static final double MICRO = 1_000_000;

    private RunStatus() {}

    public static void into(ExecutionStatus.Builder status, Run run) {
        status.setPhase(PhaseWords.word(run.getPhase()))
                .setReason(run.getReason())
                .setMessage(run.getMessage())
                .setAttempt(run.getAttempt())
                .setWorker(run.getWorker())
                .setManifestDigest(run.getManifestDigest());
        if (run.getAgentGeneration() > 0) {
            status.setManifestRef(
                    Ref.newBuilder().setName(run.getAgent() + "-g" + run.getAgentGeneration()));
        }
        if (!run.getBillName().isEmpty()) {
            status.setAbomSnapshotRef(
                    ExecutionAgBOMSnapshot.newBuilder()
                            .setName(run.getBillName())
                            .setGeneration(run.getBillGeneration()));
        }
        times(status, run);
        report(status, run.getReport());
    }

    private static void times(ExecutionStatus.Builder status, Run run) {
        if (run.hasStartedAt()) {
            status.setStartedAt(run.getStartedAt());
        }
        if (!PhaseWords.ended(run.getPhase())) {
            return;
        }
        status.setCompletedAt(run.getCompletedAt());
        Timestamp from = run.hasStartedAt() ? run.getStartedAt() : run.getCreatedAt();
        status.setDurationMs(Math.max(0, millis(run.getCompletedAt()) - millis(from)));
    }

    private static long millis(Timestamp time) {
        return time.getSeconds() * 1_000 + time.getNanos() / 1_000_000;
    }

    private static void report(ExecutionStatus.Builder status, RunReport report) {
        status.setCostUsd(report.getCostMicroUsd() / MICRO)
                .setModelCalls(report.getModelCalls())
                .setToolCalls(report.getToolCalls())
                .setApprovals(report.getApprovals())
                .setHookDecisions(report.getHookDecisions())
                .clearArtifactRefs()
                .addAllArtifactRefs(report.getArtifactRefsList());
        if (report.hasOutput()) {
            status.setOutput(report.getOutput());
        }
    }
}
