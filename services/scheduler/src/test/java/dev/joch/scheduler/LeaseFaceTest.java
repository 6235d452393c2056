package dev.joch.scheduler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.Any;

import dev.joch.catalogue.run.RunModes;
import dev.joch.resource.v1alpha1.ExecutionPlacement;
import dev.joch.resource.v1alpha1.ExecutionRetry;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ToolCallSideEffects;
import dev.joch.resource.v1alpha1.ToolCallSpec;
import dev.joch.resource.v1alpha1.ToolCallStatus;
import dev.joch.scheduler.v1.FollowOrdersRequest;
import dev.joch.scheduler.v1.FollowOrdersResponse;
import dev.joch.scheduler.v1.Lease;
import dev.joch.scheduler.v1.LeaseRunsRequest;
import dev.joch.scheduler.v1.LeasedRun;
import dev.joch.scheduler.v1.RenewLeasesResponse;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.scheduler.v1.WorkerServiceGrpc;
import dev.joch.testkit.postgres.Postgres;
import dev.joch.testkit.postgres.PostgresUrl;
import dev.joch.testkit.wait.Await;

import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Leases that are held, lost and cancelled, by one replica and by two. */
@Execution(ExecutionMode.CONCURRENT)
@ExtendWith(Postgres.class)
final class LeaseFaceTest {

    private static final Duration SOON = Duration.ofSeconds(60);

    /** Nobody looks by himself: what happens, happens because somebody was woken. */
    private static final Map<String, Object> ONLY_WOKEN =
            Map.of("joch.scheduler.lease.poll", "10m", "joch.scheduler.orders.poll", "10m");

    private static final Map<String, Object> SHORT =
            Map.of("joch.scheduler.lease.time", "1s", "joch.scheduler.sweep.every", "50ms");

    @Test
    void whoWaitsIsWokenByAnyReplica(PostgresUrl url) throws InterruptedException {
        try (SchedulerDesk one = new SchedulerDesk(url.jdbc(), ONLY_WOKEN);
                SchedulerDesk two = new SchedulerDesk(url.jdbc(), ONLY_WOKEN)) {
            for (SchedulerDesk submitter : List.of(one, two)) {
                String name = submitter == one ? "first" : "second";
                ConcurrentLinkedQueue<LeasedRun> got = new ConcurrentLinkedQueue<>();
                Thread waiting =
                        Thread.ofVirtual()
                                .start(() ->
                                        got.addAll(one.lease(Runs.worker("w1", 8), 1, 20_000)));
                Await.until(
                        "somebody waits",
                        SOON,
                        () ->
                                one.process.bean(dev.joch.scheduler.lease.LeaseDesk.class).depth()
                                        == 1);
                submitter.submit(name);
                waiting.join();
                assertThat(got).hasSize(1);
            }
        }
    }

    @Test
    void anOrderReachesItsWorkerThroughAnyReplica(PostgresUrl url) throws InterruptedException {
        try (SchedulerDesk one = new SchedulerDesk(url.jdbc(), ONLY_WOKEN);
                SchedulerDesk two = new SchedulerDesk(url.jdbc(), ONLY_WOKEN)) {
            one.submit("here");
            one.submit("there");
            List<LeasedRun> leased = one.lease(Runs.worker("w1", 8), 2, 5_000);
            leased.forEach(each -> one.start(each.getLease()));
            BlockingQueue<Lease> orders = follow(one, "w1");
            BlockingQueue<Lease> others = follow(one, "w2");
            one.cancel("here", "enough");
            assertThat(orders.poll(30, TimeUnit.SECONDS)).isEqualTo(leased.get(0).getLease());
            two.cancel("there", "enough");
            assertThat(orders.poll(30, TimeUnit.SECONDS)).isEqualTo(leased.get(1).getLease());
            // one that comes later hears what has not been done yet
            one.finish(leased.get(0).getLease(), RunPhase.RUN_PHASE_CANCELLED);
            assertThat(follow(two, "w1").poll(30, TimeUnit.SECONDS))
                    .isEqualTo(leased.get(1).getLease());
            assertThat(others).isEmpty();
            RenewLeasesResponse renewed =
                    two.renew(
                            Runs.worker("w1", 8),
                            leased.get(0).getLease(),
                            leased.get(1).getLease());
            assertThat(renewed.getLostList()).containsExactly(leased.get(0).getLease());
            assertThat(renewed.getCancelledList()).containsExactly(leased.get(1).getLease());
            assertThat(
                            one.finish(leased.get(1).getLease(), RunPhase.RUN_PHASE_CANCELLED)
                                    .getCancelledBy())
                    .isEqualTo("alice");
            assertThat(one.told("there"))
                    .containsExactly(
                            "ExecutionCreated",
                            "ExecutionScheduled",
                            "ExecutionStarted",
                            "ExecutionCancelled");
        }
    }

    private static BlockingQueue<Lease> follow(SchedulerDesk desk, String worker) {
        BlockingQueue<Lease> orders = new LinkedBlockingQueue<>();
        WorkerServiceGrpc.newStub(desk.channel())
                .followOrders(
                        FollowOrdersRequest.newBuilder().setWorker(worker).build(),
                        new StreamObserver<>() {
                            @Override
                            public void onNext(FollowOrdersResponse order) {
                                orders.add(order.getCancel());
                            }

                            @Override
                            public void onError(Throwable failure) {
                                // the scheduler stops at the end of the test
                            }

                            @Override
                            public void onCompleted() {
                                // never
                            }
                        });
        return orders;
    }

    @Test
    void aSilentWorkerThatHadNotBegunLosesItsRunToAnother(PostgresUrl url) {
        try (SchedulerDesk desk = new SchedulerDesk(url.jdbc(), SHORT)) {
            desk.submit("one");
            LeasedRun first = desk.leaseOne();
            LeasedRun second =
                    Await.value(
                            "another worker gets it",
                            SOON,
                            () ->
                                    desk.lease(Runs.worker("w2", 8), 1, 200).stream()
                                            .findFirst()
                                            .orElse(null));
            assertThat(second.getLease().getToken()).isGreaterThan(first.getLease().getToken());
            assertThat(second.getRun().getAttempt()).isEqualTo(1);
            desk.start(second.getLease());
            // the first one comes back to life
            for (Runnable late :
                    List.<Runnable>of(
                            () -> desk.start(first.getLease()),
                            () -> desk.finish(first.getLease(), RunPhase.RUN_PHASE_SUCCEEDED))) {
                StatusRuntimeException refused =
                        assertThrows(StatusRuntimeException.class, late::run);
                assertThat(SchedulerDesk.reason(refused)).isEqualTo("LEASE_LOST");
            }
            assertThat(desk.renew(Runs.worker("w1", 8), first.getLease()).getLostList())
                    .containsExactly(first.getLease());
            desk.finish(second.getLease(), RunPhase.RUN_PHASE_SUCCEEDED);
            assertThat(desk.told("one"))
                    .containsExactly(
                            "ExecutionCreated",
                            "ExecutionScheduled",
                            "ExecutionScheduled",
                            "ExecutionStarted",
                            "ExecutionSucceeded");
        }
    }

    @Test
    void whoRenewsKeepsItsLease(PostgresUrl url) {
        try (SchedulerDesk desk = new SchedulerDesk(url.jdbc(), SHORT)) {
            desk.submit("one");
            LeasedRun leased = desk.leaseOne();
            desk.start(leased.getLease());
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
            Await.until(
                    "several lease times pass",
                    SOON,
                    () -> {
                        assertThat(
                                        desk.renew(Runs.worker("w1", 8), leased.getLease())
                                                .getLostList())
                                .isEmpty();
                        return System.nanoTime() > end;
                    });
            assertThat(desk.finish(leased.getLease(), RunPhase.RUN_PHASE_SUCCEEDED).getPhase())
                    .isEqualTo(RunPhase.RUN_PHASE_SUCCEEDED);
        }
    }

    @Test
    void aStartedRunIsRepeatedOnlyWhenNothingMayHappenTwice(PostgresUrl url) {
        try (SchedulerDesk desk = new SchedulerDesk(url.jdbc(), SHORT)) {
            for (String name : List.of("harmless", "risky")) {
                desk.submit(
                        Runs.execution(
                                "ns",
                                name,
                                spec ->
                                        spec.setRetry(
                                                ExecutionRetry.newBuilder().setMaxAttempts(2))));
            }
            desk.submit("once");
            desk.store.put(call("c1", "harmless", "local_write", "Succeeded"));
            desk.store.put(call("c2", "harmless", "external_write", "Denied"));
            desk.store.put(call("c3", "risky", "external_write", "Succeeded"));
            List<LeasedRun> leased = desk.lease(Runs.worker("w1", 8), 3, 5_000);
            leased.forEach(each -> desk.start(each.getLease()));
            LeasedRun again =
                    Await.value(
                            "the harmless one is leased again",
                            SOON,
                            () ->
                                    desk.lease(Runs.worker("w2", 8), 3, 200).stream()
                                            .findFirst()
                                            .orElse(null));
            assertThat(again.getRun().getExecution().getName()).isEqualTo("harmless");
            assertThat(again.getRun().getAttempt()).isEqualTo(2);
            Run risky = ended(desk, "risky");
            assertThat(risky.getReason()).isEqualTo("WorkerLost");
            assertThat(risky.getMessage()).contains("call c3 of tool pay is Succeeded");
            Run once = ended(desk, "once");
            assertThat(once.getReason()).isEqualTo("WorkerLost");
            assertThat(once.getMessage()).contains("attempt 1 of 1");
        }
    }

    private static Resource call(String name, String execution, String level, String phase) {
        return Resource.newBuilder()
                .setKind("ToolCall")
                .setMetadata(
                        ObjectMeta.newBuilder()
                                .setTenant(Runs.TENANT)
                                .setNamespace("ns")
                                .setName(name))
                .setSpec(
                        Any.pack(
                                ToolCallSpec.newBuilder()
                                        .setExecutionRef(Ref.newBuilder().setName(execution))
                                        .setToolRef(Ref.newBuilder().setName("pay"))
                                        .setSideEffects(
                                                ToolCallSideEffects.newBuilder().setLevel(level))
                                        .build()))
                .setStatus(Any.pack(ToolCallStatus.newBuilder().setPhase(phase).build()))
                .build();
    }

    private static Run ended(SchedulerDesk desk, String name) {
        return Await.value(
                name + " ends",
                SOON,
                () -> {
                    Run run = desk.get(name);
                    return run.hasCompletedAt() ? run : null;
                });
    }

    @Test
    void whoTakesTooLongIsStoppedThoughItsWorkerSaysNothing(PostgresUrl url)
            throws InterruptedException {
        try (SchedulerDesk desk = new SchedulerDesk(url.jdbc(), SHORT)) {
            desk.submit(Runs.execution("ns", "stops", spec -> spec.setTimeout("300ms")));
            desk.submit(Runs.execution("ns", "silent", spec -> spec.setTimeout("300ms")));
            List<LeasedRun> leased = desk.lease(Runs.worker("w1", 8), 2, 5_000);
            assertThat(leased.get(0).getRemainingMs()).isEqualTo(300);
            BlockingQueue<Lease> orders = follow(desk, "w1");
            leased.forEach(each -> desk.start(each.getLease()));
            Lease stops = leased.get(0).getLease();
            assertThat(orders.poll(30, TimeUnit.SECONDS)).isNotNull();
            desk.finish(stops, RunPhase.RUN_PHASE_CANCELLED);
            assertThat(ended(desk, "stops").getReason()).isEqualTo("DeadlineExceeded");
            Run silent = ended(desk, "silent");
            assertThat(silent.getPhase()).isEqualTo(RunPhase.RUN_PHASE_FAILED);
            assertThat(silent.getReason()).isEqualTo("DeadlineExceeded");
        }
    }

    @Test
    void aWorkerGetsNoMoreThanItCanHave(PostgresUrl url) {
        try (SchedulerDesk desk = new SchedulerDesk(url.jdbc())) {
            for (int i = 0; i < 5; i++) {
                desk.submit("run-" + i);
            }
            assertThat(desk.lease(Runs.worker("w1", 3), 10, 1_000)).hasSize(3);
            assertThat(desk.lease(Runs.worker("w1", 3), 10, 0)).isEmpty();
            assertThat(
                            desk.workers
                                    .leaseRuns(
                                            LeaseRunsRequest.newBuilder()
                                                    .setWorker(Runs.worker("job", 1))
                                                    .setMost(1)
                                                    .setOnly(Runs.key("ns", "run-4"))
                                                    .build())
                                    .getRunsList())
                    .singleElement()
                    .satisfies(leased ->
                            assertThat(leased.getRun().getExecution().getName())
                                    .isEqualTo("run-4"));
        }
    }

    @Test
    void aRunInJobModeIsOnlyForWhoAsksForItByName(PostgresUrl url) {
        try (SchedulerDesk desk = new SchedulerDesk(url.jdbc())) {
            Run run =
                    desk.submit(
                            Runs.execution(
                                    "ns",
                                    "own",
                                    spec ->
                                            spec.setPlacement(
                                                    ExecutionPlacement.newBuilder()
                                                            .setMode("job"))));
            assertThat(run.getPlacement().getPool()).isEqualTo(RunModes.JOBS);
            assertThat(desk.lease(Runs.worker("w", 3), 1, 0)).isEmpty();
            WorkerDescription job =
                    Runs.worker("job", 1).toBuilder().setPool(RunModes.JOBS).build();
            StatusRuntimeException refused =
                    assertThrows(StatusRuntimeException.class, () -> desk.lease(job, 1, 0));
            assertThat(SchedulerDesk.reason(refused)).isEqualTo("INVALID_ARGUMENT");
            List<LeasedRun> leased =
                    WorkerServiceGrpc.newBlockingStub(desk.channel())
                            .leaseRuns(
                                    LeaseRunsRequest.newBuilder()
                                            .setWorker(job)
                                            .setMost(1)
                                            .setWaitMs(5_000)
                                            .setOnly(Runs.key("ns", "own"))
                                            .build())
                            .getRunsList();
            assertThat(leased).hasSize(1);
        }
    }

    @Test
    void requestsThatBreakTheLimitsAreRefused(PostgresUrl url) {
        try (SchedulerDesk desk = new SchedulerDesk(url.jdbc())) {
            for (Runnable wrong :
                    List.<Runnable>of(
                            () -> desk.lease(Runs.worker("", 3), 1, 0),
                            () -> desk.lease(Runs.worker("w", 0), 1, 0),
                            () -> desk.lease(Runs.worker("w", 3), 0, 0),
                            () -> desk.lease(Runs.worker("w", 3), 1, 20_001),
                            () -> desk.start(Lease.getDefaultInstance()),
                            () -> desk.finish(lease(), RunPhase.RUN_PHASE_RUNNING),
                            () -> desk.finish(lease(), RunPhase.RUN_PHASE_UNSPECIFIED))) {
                StatusRuntimeException refused =
                        assertThrows(StatusRuntimeException.class, wrong::run);
                assertThat(SchedulerDesk.reason(refused)).isEqualTo("INVALID_ARGUMENT");
            }
        }
    }

    private static Lease lease() {
        return Lease.newBuilder().setExecution(Runs.key("ns", "x")).setUid("u").setToken(1).build();
    }
}
