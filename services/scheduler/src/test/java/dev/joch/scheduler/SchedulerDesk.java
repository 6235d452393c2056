package dev.joch.scheduler;

import dev.joch.events.EventLog;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.scheduler.store.PostgresRunStore;
import dev.joch.scheduler.v1.CancelRunRequest;
import dev.joch.scheduler.v1.FinishRunRequest;
import dev.joch.scheduler.v1.ForgetRunRequest;
import dev.joch.scheduler.v1.GetRunsRequest;
import dev.joch.scheduler.v1.Lease;
import dev.joch.scheduler.v1.LeaseRunsRequest;
import dev.joch.scheduler.v1.LeasedRun;
import dev.joch.scheduler.v1.RenewLeasesRequest;
import dev.joch.scheduler.v1.RenewLeasesResponse;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.scheduler.v1.SchedulerServiceGrpc;
import dev.joch.scheduler.v1.SchedulerServiceGrpc.SchedulerServiceBlockingStub;
import dev.joch.scheduler.v1.StartRunRequest;
import dev.joch.scheduler.v1.SubmitRunRequest;
import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.scheduler.v1.WorkerServiceGrpc;
import dev.joch.scheduler.v1.WorkerServiceGrpc.WorkerServiceBlockingStub;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.process.JochProcess;
import dev.joch.testkit.wait.Await;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The real module over in-process gRPC, with fakes as peers, and the calls that tests make. */
final class SchedulerDesk implements AutoCloseable {

    private static final Duration SOON = Duration.ofSeconds(30);

    final JochProcess process;
    final FakeStore store;
    final FakeCompiler compiler;
    final FakePolicy policy;
    final SchedulerServiceBlockingStub scheduler;
    final WorkerServiceBlockingStub workers;
    private final Channel channel;

    SchedulerDesk(String jdbc) {
        this(jdbc, Map.of());
    }

    SchedulerDesk(String jdbc, Map<String, Object> keys) {
        Map<String, Object> all = new HashMap<>();
        all.put("joch.database.url", jdbc);
        all.put("joch.database.pool-size", 4);
        all.putAll(keys);
        process = JochProcess.start(List.of("scheduler"), List.of(), all);
        store = process.bean(FakeStore.class);
        compiler = process.bean(FakeCompiler.class);
        policy = process.bean(FakePolicy.class);
        channel = process.bean(MeshChannels.class).to("scheduler");
        scheduler = SchedulerServiceGrpc.newBlockingStub(channel);
        workers = WorkerServiceGrpc.newBlockingStub(channel);
        store.put(Runs.agent("ns", "triage", spec -> spec));
    }

    Channel channel() {
        return channel;
    }

    Run submit(Resource execution) {
        return scheduler
                .submitRun(SubmitRunRequest.newBuilder().setExecution(execution).build())
                .getRun();
    }

    Run submit(String name) {
        return submit(Runs.execution("ns", name));
    }

    Run get(String name) {
        return get(Runs.key("ns", name));
    }

    Run get(ResourceKey key) {
        return scheduler
                .getRuns(GetRunsRequest.newBuilder().addExecutions(key).build())
                .getRunsList()
                .stream()
                .findFirst()
                .orElse(Run.getDefaultInstance());
    }

    List<LeasedRun> lease(WorkerDescription worker, int most, int waitMs) {
        return workers.leaseRuns(
                        LeaseRunsRequest.newBuilder()
                                .setWorker(worker)
                                .setMost(most)
                                .setWaitMs(waitMs)
                                .build())
                .getRunsList();
    }

    LeasedRun leaseOne() {
        return lease(Runs.worker("w1", 8), 1, 5_000).getFirst();
    }

    Run start(Lease lease) {
        return workers.startRun(StartRunRequest.newBuilder().setLease(lease).build()).getRun();
    }

    Run finish(Lease lease, RunPhase outcome) {
        return workers.finishRun(
                        FinishRunRequest.newBuilder()
                                .setLease(lease)
                                .setOutcome(outcome)
                                .setMessage("said so")
                                .build())
                .getRun();
    }

    Run cancel(String name, String reason) {
        return scheduler
                .cancelRun(
                        CancelRunRequest.newBuilder()
                                .setExecution(Runs.key("ns", name))
                                .setUid("uid-" + name)
                                .setCancelledBy("alice")
                                .setReason(reason)
                                .build())
                .getRun();
    }

    boolean forget(String name) {
        return scheduler
                .forgetRun(
                        ForgetRunRequest.newBuilder()
                                .setExecution(Runs.key("ns", name))
                                .setUid("uid-" + name)
                                .build())
                .getForgotten();
    }

    RenewLeasesResponse renew(WorkerDescription worker, Lease... leases) {
        return workers.renewLeases(
                RenewLeasesRequest.newBuilder()
                        .setWorker(worker)
                        .addAllLeases(List.of(leases))
                        .build());
    }

    /**
     * Types of the events about that run, in order, without their package. Where a position is
     * missing the log stops until no transaction can fill it, be it one of another database.
     */
    List<String> told(String name) {
        List<String> types = new ArrayList<>();
        EventLog log = process.bean(PostgresRunStore.class).outbox();
        long newest = log.newest();
        AtomicLong place = new AtomicLong();
        Await.until(
                "all that was committed can be read",
                SOON,
                () -> {
                    EventLog.Page page = log.read(place.get(), 500);
                    page.entries().stream()
                            .map(EventLog.Entry::event)
                            .filter(event -> event.key().equals("acme/Execution/ns/" + name))
                            .forEach(
                                    event -> types.add(event.type().replace("joch.event.v1.", "")));
                    place.set(page.end());
                    return page.end() >= newest;
                });
        return types;
    }

    /** Reason of a refusal. */
    static String reason(StatusRuntimeException refused) {
        return dev.joch.service.problem.ProblemStatus.fromException(refused)
                .map(problem -> problem.reason())
                .orElse(refused.getStatus().toString());
    }

    @Override
    public void close() {
        process.close();
    }
}
