package dev.joch.controllermanager.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.catalogue.run.RunModes;
import dev.joch.controllermanager.Records;
import dev.joch.controllermanager.rollout.FakeRuntime;
import dev.joch.controllermanager.rollout.RolloutSettings;
import dev.joch.controllermanager.rollout.Runtimes;
import dev.joch.controllermanager.rollout.WorkerStart;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.resource.v1alpha1.Condition;
import dev.joch.resource.v1alpha1.ExecutionStatus;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.runtime.RuntimeProblem;
import dev.joch.scheduler.v1.Placement;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A run with a worker of its own, from its start to the last trace of it. */
final class JobRunsTest {

    private static final ResourceKey EXECUTION = Records.key("Execution", "e");
    private static final Duration REPLACE_AFTER = Duration.ofSeconds(15);

    private static final WorkerStart STARTED =
            new WorkerStart(List.of(), Map.of("JOCH_MESH_SPLIT", "true"));

    private final FakeRuntime runtime = new FakeRuntime();
    private final JobRuns jobs = jobs(List.of(runtime));
    private Instant now = FakeRuntime.MADE;
    private ExecutionStatus status = ExecutionStatus.getDefaultInstance();
    private Run run =
            Run.newBuilder()
                    .setExecution(EXECUTION)
                    .setUid("u1")
                    .setPhase(RunPhase.RUN_PHASE_PENDING)
                    .setPlacement(
                            Placement.newBuilder()
                                    .setPool(RunModes.JOBS)
                                    .setRuntime("docker")
                                    .setRegion("eu")
                                    .putLabels("gpu", "yes"))
                    .build();

    private static JobRuns jobs(List<FakeRuntime> runtimes) {
        return new JobRuns(
                new Runtimes(List.copyOf(runtimes)),
                new RolloutSettings(
                        "",
                        "joch/worker",
                        "default",
                        Map.of("docker", STARTED),
                        Duration.ofSeconds(60),
                        REPLACE_AFTER));
    }

    /** Looks once; what is said stays in the status. */
    private Optional<Duration> look() {
        return look(jobs);
    }

    private Optional<Duration> look(JobRuns with) {
        StatusDraft draft = new StatusDraft(status, 1, now);
        Optional<Duration> again = with.tend(run, draft, now);
        status = (ExecutionStatus) draft.build();
        return again;
    }

    private void becomes(RunPhase phase) {
        run = run.toBuilder().setPhase(phase).build();
    }

    private String started() {
        return status.getConditionsList().stream()
                .filter(each -> each.getType().equals("JobStarted"))
                .map(Condition::getReason)
                .findFirst()
                .orElse("");
    }

    @Test
    void itsWorkerIsStartedOnceAndKnowsItsRun() {
        assertThat(look()).isPresent();
        assertThat(look()).isPresent();
        assertThat(runtime.started).isEqualTo(1);
        assertThat(status.getJob()).isEqualTo(runtime.jobs.keySet().iterator().next());
        assertThat(started()).isEqualTo("Started");
        assertThat(Objects.requireNonNull(runtime.jobs.get(status.getJob())).spec().environment())
                .containsEntry("JOCH_EXECUTION_ID", "acme/ns/e")
                .containsEntry("JOCH_WORKER_POOL", RunModes.JOBS)
                .containsEntry("JOCH_WORKER_REGION", "eu")
                .containsEntry("JOCH_WORKER_LABELS", "gpu=yes")
                .containsEntry("JOCH_RUNTIME_ADAPTER", "docker")
                .containsEntry("JOCH_MESH_SPLIT", "true");
    }

    @Test
    void nothingOfItIsLeftAfterItsEnd() {
        look();
        becomes(RunPhase.RUN_PHASE_RUNNING);
        look();
        becomes(RunPhase.RUN_PHASE_SUCCEEDED);
        runtime.slow = true;
        assertThat(look()).isPresent();
        assertThat(status.getJob()).as("it is named until it is gone").isNotEmpty();
        assertThat(look()).isEmpty();
        assertThat(status.getJob()).isEmpty();
        assertThat(runtime.jobs).isEmpty();
    }

    /**
     * The control plane died between the start and its note, and the run was over before it came
     * back.
     */
    @Test
    void aJobThatNobodyNotedIsClearedAwayToo() {
        look();
        status = ExecutionStatus.getDefaultInstance();
        becomes(RunPhase.RUN_PHASE_FAILED);
        assertThat(look()).isEmpty();
        assertThat(runtime.jobs).isEmpty();
    }

    @Test
    void aWorkerThatDiesBeforeItsRunIsReplacedButNotInACircle() {
        look();
        String job = status.getJob();
        runtime.endJob(job);
        assertThat(look()).isPresent();
        assertThat(started()).isEqualTo("WorkerEnded");
        assertThat(runtime.started).isEqualTo(1);
        now = now.plus(REPLACE_AFTER);
        look();
        assertThat(runtime.jobs).isEmpty();
        look();
        assertThat(runtime.started).isEqualTo(2);
        assertThat(status.getJob()).isEqualTo(job);
        assertThat(started()).isEqualTo("Started");
    }

    @Test
    void aWorkerThatDiesWithItsRunIsTheSchedulersMatter() {
        look();
        becomes(RunPhase.RUN_PHASE_RUNNING);
        runtime.endJob(status.getJob());
        now = now.plus(REPLACE_AFTER);
        assertThat(look()).isPresent();
        assertThat(runtime.started).isEqualTo(1);
        becomes(RunPhase.RUN_PHASE_PENDING);
        look();
        look();
        assertThat(runtime.started).as("its next attempt has a new worker").isEqualTo(2);
    }

    @Test
    void whatKeepsItFromStartingIsSaid() {
        runtime.away = true;
        assertThat(look()).isPresent();
        assertThat(started()).isEqualTo("RuntimeAway");
        runtime.away = false;
        runtime.refusal = new RuntimeProblem.WorkloadUnknown("docker", "e");
        assertThat(look()).isPresent();
        assertThat(started()).isEqualTo("RuntimeRefused");
        runtime.refusal = null;
        assertThat(look(jobs(List.of()))).isPresent();
        assertThat(started()).isEqualTo("RuntimeNotConfigured");
        look();
        assertThat(started()).isEqualTo("Started");
    }

    @Test
    void runsOfPoolsHaveNone() {
        run = run.toBuilder().setPlacement(Placement.newBuilder().setPool("default")).build();
        assertThat(look()).isEmpty();
        assertThat(status.getJob()).isEmpty();
        assertThat(runtime.jobs).isEmpty();
        run = run.toBuilder().clearPlacement().build();
        assertThat(look()).as("it is not settled yet").isPresent();
        assertThat(look(jobs(List.of()))).isEmpty();
    }

    @Test
    void aDeletedExecutionTakesItsJobAlongAndNoOther() {
        look();
        run = run.toBuilder().setUid("u2").setExecution(Records.key("Execution", "other")).build();
        look();
        assertThat(runtime.jobs).hasSize(2);
        jobs.gone(EXECUTION);
        assertThat(runtime.jobs).containsOnlyKeys(status.getJob());
    }
}
