package dev.joch.catalogue.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Timestamp;

import dev.joch.resource.v1alpha1.ExecutionStatus;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.scheduler.v1.RunReport;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class RunStatusTest {

    @Test
    void anEndedRunSaysHowLongItTookAndWhatItCost() {
        ExecutionStatus status =
                status(
                        Run.newBuilder()
                                .setPhase(RunPhase.RUN_PHASE_SUCCEEDED)
                                .setAgent("triage")
                                .setAgentGeneration(3)
                                .setManifestDigest("sha256:1")
                                .setBillName("triage-agbom")
                                .setBillGeneration(17)
                                .setAttempt(1)
                                .setStartedAt(at(1, 0))
                                .setCompletedAt(at(3, 500_000_000))
                                .setReport(
                                        RunReport.newBuilder()
                                                .setCostMicroUsd(620_000)
                                                .setToolCalls(4)
                                                .addArtifactRefs("artifact://exec/e/a.md"))
                                .build());

        assertThat(status.getPhase()).isEqualTo("Succeeded");
        assertThat(status.getDurationMs()).isEqualTo(2_500);
        assertThat(status.getCostUsd()).isEqualTo(0.62);
        assertThat(status.getToolCalls()).isEqualTo(4);
        assertThat(status.getManifestRef().getName()).isEqualTo("triage-g3");
        assertThat(status.getAbomSnapshotRef().getGeneration()).isEqualTo(17);
        assertThat(status.getArtifactRefsList()).containsExactly("artifact://exec/e/a.md");
    }

    @Test
    void aRunThatWaitsHasNoTimes() {
        ExecutionStatus status =
                status(
                        Run.newBuilder()
                                .setPhase(RunPhase.RUN_PHASE_PENDING)
                                .setCreatedAt(at(1, 0))
                                .build());

        assertThat(status.getPhase()).isEqualTo("Pending");
        assertThat(status.hasStartedAt()).isFalse();
        assertThat(status.hasCompletedAt()).isFalse();
        assertThat(status.hasManifestRef()).isFalse();
    }

    @Test
    void whatIsNotTheRunsStays() {
        ExecutionStatus.Builder status =
                ExecutionStatus.newBuilder().setObservedGeneration(2).setModelRoute("cheap");

        RunStatus.into(status, Run.newBuilder().setPhase(RunPhase.RUN_PHASE_RUNNING).build());

        assertThat(status.getObservedGeneration()).isEqualTo(2);
        assertThat(status.getModelRoute()).isEqualTo("cheap");
    }

    @ParameterizedTest
    @EnumSource(
            value = RunPhase.class,
            names = {"RUN_PHASE_UNSPECIFIED", "UNRECOGNIZED"},
            mode = EnumSource.Mode.EXCLUDE)
    void wordAndPhaseAgreeOnTheEnd(RunPhase phase) {
        assertThat(PhaseWords.ended(PhaseWords.word(phase))).isEqualTo(PhaseWords.ended(phase));
    }

    private static Timestamp at(long seconds, int nanos) {
        return Timestamp.newBuilder().setSeconds(seconds).setNanos(nanos).build();
    }

    private static ExecutionStatus status(Run run) {
        ExecutionStatus.Builder status = ExecutionStatus.newBuilder();
        RunStatus.into(status, run);
        return status.build();
    }
}
