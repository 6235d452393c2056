package dev.joch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.store.PostgresRunStore;
import dev.joch.scheduler.v1.CancelRunRequest;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;

import io.grpc.StatusRuntimeException;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Submissions that come when nobody waits for them any more. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(Postgres.class)
final class LateSubmissionTest {

    private SchedulerDesk desk;

    @BeforeEach
    void start(PostgresUrl url) {
        desk = new SchedulerDesk(url.jdbc());
    }

    @AfterEach
    void stop() {
        desk.close();
    }

    /** Whoever sent it has given it up, and has seen to it that the run is forgotten. */
    @Test
    void aSubmissionLaterThanTheDeletionOfItsExecutionBringsNothing() {
        desk.submit("one");
        desk.store.delete(Runs.key("ns", "one"));
        desk.forget("one");
        desk.submit("one");
        assertThat(desk.get("one").getUid()).isEmpty();
        assertThat(desk.told("one"))
                .containsExactly(
                        "ExecutionCreated",
                        "ExecutionCancelled",
                        "ExecutionCreated",
                        "ExecutionCancelled");
        assertThat(desk.policy.asked).hasSize(1);
    }

    @Test
    void aSubmissionOfAnExecutionThatHasASuccessorBringsNothing() {
        desk.store.put(another(Runs.execution("ns", "one")));
        desk.submit("one");
        assertThat(desk.get("one").getUid()).isEmpty();
    }

    /** It would take away the record of an end, and that run would begin again. */
    @Test
    void aLateSubmissionDoesNotDisplaceTheRunOfASuccessor() {
        Resource successor = another(Runs.execution("ns", "one"));
        desk.store.put(successor);
        desk.submit(successor);
        cancel("another");
        StatusRuntimeException refused =
                assertThrows(StatusRuntimeException.class, () -> desk.submit("one"));
        assertThat(SchedulerDesk.reason(refused)).isEqualTo("EXECUTION_GONE");
        assertThat(desk.get("one").getUid()).isEqualTo("another");
    }

    /** What was found out for the first must not settle the second. */
    @Test
    void eachLifeOfARunHasAClaimOfItsOwn() {
        desk.submit("one");
        long first = claim();
        desk.forget("one");
        desk.submit("one");
        assertThat(claim()).isNotEqualTo(first);
    }

    private long claim() {
        return desk.process
                .bean(PostgresRunStore.class)
                .find(new RunKey("acme", "ns", "one"))
                .orElseThrow()
                .claim();
    }

    @Test
    void whatHasEndedMakesRoomForItsSuccessor() {
        desk.submit("one");
        cancel("uid-one");
        Resource successor = another(Runs.execution("ns", "one"));
        desk.store.put(successor);
        assertThat(desk.submit(successor).getUid()).isEqualTo("another");
        assertThat(desk.get("one").getReason()).isEqualTo("Queued");
    }

    private void cancel(String uid) {
        desk.scheduler.cancelRun(
                CancelRunRequest.newBuilder()
                        .setExecution(Runs.key("ns", "one"))
                        .setUid(uid)
                        .build());
    }

    private static Resource another(Resource execution) {
        return execution.toBuilder()
                .setMetadata(execution.getMetadata().toBuilder().setUid("another"))
                .build();
    }
}
