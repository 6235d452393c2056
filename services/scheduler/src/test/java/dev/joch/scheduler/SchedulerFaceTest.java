package dev.joch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.joch.scheduler.v1.GetRunManifestRequest;
import dev.joch.scheduler.v1.IssueIdentityRequest;
import dev.joch.scheduler.v1.LeasedRun;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.service.identity.RunIdentity;
import dev.joch.service.identity.RunTokenCheck;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;

import io.grpc.StatusRuntimeException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The way of a run through the real module, with a real Postgres. */
@ExtendWith(Postgres.class)
final class SchedulerFaceTest {

    private SchedulerDesk desk;

    @BeforeEach
    void start(PostgresUrl url) {
        desk = new SchedulerDesk(url.jdbc());
    }

    @AfterEach
    void stop() {
        desk.close();
    }

    @Test
    void aRunGoesFromSubmissionToItsEnd() {
        Run queued = desk.submit("one");
        assertThat(queued.getPhase()).isEqualTo(RunPhase.RUN_PHASE_PENDING);
        assertThat(queued.getReason()).isEqualTo("Queued");
        assertThat(queued.getManifestDigest()).isEqualTo(FakeCompiler.digest("triage"));
        assertThat(queued.getBillName()).isEqualTo("triage-agbom");
        assertThat(queued.getBillGeneration()).isEqualTo(5);
        assertThat(queued.getEnvironment()).isEqualTo("prod");
        assertThat(queued.getAgentGeneration()).isEqualTo(3);
        assertThat(queued.getFramework()).isEqualTo("custom-java");
        assertThat(queued.getPlacement().getPool()).isEqualTo("default");

        LeasedRun leased = desk.leaseOne();
        assertThat(leased.getRun().getPhase()).isEqualTo(RunPhase.RUN_PHASE_SCHEDULED);
        assertThat(leased.getRun().getInput(0).getText()).isEqualTo("hello one");
        assertThat(leased.getRun().getAttempt()).isEqualTo(1);
        assertThat(leased.getLeaseMs()).isEqualTo(45_000);

        assertThat(
                        desk.workers
                                .getRunManifest(
                                        GetRunManifestRequest.newBuilder()
                                                .setLease(leased.getLease())
                                                .build())
                                .getDigest())
                .isEqualTo(FakeCompiler.digest("triage"));
        Run running = desk.start(leased.getLease());
        assertThat(running.getPhase()).isEqualTo(RunPhase.RUN_PHASE_RUNNING);
        assertThat(running.hasStartedAt()).isTrue();
        assertThat(desk.start(leased.getLease())).isEqualTo(running);

        Run ended = desk.finish(leased.getLease(), RunPhase.RUN_PHASE_SUCCEEDED);
        assertThat(ended.getPhase()).isEqualTo(RunPhase.RUN_PHASE_SUCCEEDED);
        assertThat(desk.finish(leased.getLease(), RunPhase.RUN_PHASE_SUCCEEDED)).isEqualTo(ended);
        assertThat(desk.get("one")).isEqualTo(ended);
        assertThat(desk.told("one"))
                .containsExactly(
                        "ExecutionCreated",
                        "ExecutionScheduled",
                        "ExecutionStarted",
                        "ExecutionSucceeded");
    }

    @Test
    void onlyTheHolderOfALeaseGetsAnIdentity() {
        desk.submit("one");
        LeasedRun leased = desk.leaseOne();
        String token =
                desk.workers
                        .issueIdentity(
                                IssueIdentityRequest.newBuilder()
                                        .setLease(leased.getLease())
                                        .build())
                        .getToken();
        RunIdentity run = desk.process.bean(RunTokenCheck.class).check(token);
        assertThat(run.subject()).isEqualTo("execution:acme/ns/one");
        assertThat(run.agent()).isEqualTo("triage");
        assertThat(run.attempt()).isEqualTo(1);
        assertThat(run.lease()).isEqualTo(leased.getLease().getToken());
        StatusRuntimeException refused =
                assertThrows(
                        StatusRuntimeException.class,
                        () ->
                                desk.workers.issueIdentity(
                                        IssueIdentityRequest.newBuilder()
                                                .setLease(
                                                        leased.getLease().toBuilder().setToken(99))
                                                .build()));
        assertThat(SchedulerDesk.reason(refused)).isEqualTo("LEASE_LOST");
    }

    @Test
    void submittingAgainChangesNothing() {
        Run first = desk.submit("one");
        assertThat(desk.submit("one")).isEqualTo(first);
        assertThat(desk.policy.asked).hasSize(1);
        assertThat(desk.told("one")).containsExactly("ExecutionCreated");
    }

    @Test
    void aRunThatEndedIsForgotten() {
        desk.submit("one");
        assertThat(desk.forget("one")).isTrue();
        assertThat(desk.get("one").getUid()).isEmpty();
        assertThat(desk.forget("one")).isTrue();
        assertThat(desk.told("one")).containsExactly("ExecutionCreated", "ExecutionCancelled");
    }
}
