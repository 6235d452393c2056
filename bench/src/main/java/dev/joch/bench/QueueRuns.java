package dev.joch.bench;

import com.google.protobuf.Any;

import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.resource.v1alpha1.ExecutionSpec;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Part;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.Settlement;
import dev.joch.scheduler.store.PostgresRunStore;
import dev.joch.scheduler.submit.DraftRun;
import dev.joch.scheduler.v1.FinishRunRequest;
import dev.joch.scheduler.v1.LeaseRunsRequest;
import dev.joch.scheduler.v1.LeasedRun;
import dev.joch.scheduler.v1.Placement;
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
import dev.joch.testkit.postgres.TestPostgres;
import dev.joch.testkit.wait.Await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The scheduler alone, with peers that answer at once, over a Postgres that does not lose anything.
 *
 * <p>Arguments: runs that wait while leases are measured (100,000), seconds per round (10). Three
 * figures: runs a second from submission over lease and start to the end; the time of a lease of
 * one run, and of eight, with so many waiting in 20 namespaces.
 */
public final class QueueRuns {

    private static final int NAMESPACES = 20;
    private static final int AGENTS = 5;
    private static final int BATCH = 500;
    private static final int CAPACITY = 10_000;
    private static final int SUBMITTERS = 64;
    private static final int WORKERS = 4;
    private static final int AT_ONCE = 32;

    private final SchedulerServiceBlockingStub scheduler;
    private final WorkerServiceBlockingStub workers;
    private final PostgresRunStore store;
    private final CpuTime java = CpuTime.ofThisProcess();
    private final CpuTime postgres;

    private QueueRuns(JochProcess process, String database) {
        MeshChannels channels = process.bean(MeshChannels.class);
        scheduler = SchedulerServiceGrpc.newBlockingStub(channels.to("scheduler"));
        workers = WorkerServiceGrpc.newBlockingStub(channels.to("scheduler"));
        store = process.bean(PostgresRunStore.class);
        postgres = new CpuTime(List.of(CpuTime.postgres(database)));
    }

    public static void main(String[] args) {
        int waiting = args.length > 0 ? Integer.parseInt(args[0]) : 100_000;
        Duration length = Duration.ofSeconds(args.length > 1 ? Integer.parseInt(args[1]) : 10);
        System.setProperty(SchedulerPeers.WANTED, "true");
        String database = TestPostgres.server().newDatabase();
        try (JochProcess process =
                JochProcess.start(
                        List.of("scheduler"),
                        List.of(),
                        Map.of(
                                "joch.database.url",
                                database,
                                "joch.scheduler.lease.time",
                                "1h",
                                "joch.scheduler.queue.most",
                                waiting * 2))) {
            QueueRuns bench = new QueueRuns(process, database);
            bench.through("warm-up", length);
            bench.through("through", length).print();
            bench.fill(waiting);
            bench.leases(1, length).print();
            bench.leases(8, length).print();
        }
        System.exit(0);
    }

    /** From submission to the end, as fast as it goes. */
    private Report through(String round, Duration length) {
        AtomicLong done = new AtomicLong();
        AtomicBoolean open = new AtomicBoolean(true);
        java.restart();
        postgres.restart();
        long start = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Semaphore> rooms = new ArrayList<>();
            for (int i = 0; i < WORKERS; i++) {
                Semaphore room = new Semaphore(AT_ONCE);
                rooms.add(room);
                String worker = round + "-" + i;
                threads.submit(() -> {
                    while (open.get()) {
                        for (LeasedRun leased : lease(worker, AT_ONCE, 500)) {
                            room.acquireUninterruptibly();
                            threads.submit(() -> {
                                run(leased);
                                done.incrementAndGet();
                                room.release();
                            });
                        }
                    }
                });
            }
            Load.Measured submitted =
                    Load.closed(
                            SUBMITTERS,
                            length,
                            (client, number) ->
                                    scheduler.submitRun(
                                            SubmitRunRequest.newBuilder()
                                                    .setExecution(
                                                            execution(
                                                                    client % NAMESPACES,
                                                                    round + client + "-" + number))
                                                    .build()));
            long nanos = System.nanoTime() - start;
            long ended = done.get();
            Report report =
                    new Report("runs-through-the-scheduler")
                            .perSecond("endedPerSecond", ended, nanos)
                            .perSecond("submittedPerSecond", submitted.calls(), nanos)
                            .latency("submitMs", submitted.latency())
                            .put("javaCpuMicros", java.microsPer(ended))
                            .put("postgresCpuMicros", postgres.microsPer(ended));
            Await.until(
                    "everything has ended",
                    Duration.ofMinutes(2),
                    () -> done.get() >= submitted.calls());
            open.set(false);
            return report;
        }
    }

    private List<LeasedRun> lease(String worker, int most, int waitMs) {
        return workers.leaseRuns(
                        LeaseRunsRequest.newBuilder()
                                .setWorker(
                                        WorkerDescription.newBuilder()
                                                .setWorker(worker)
                                                .setPool("default")
                                                .setCapacity(CAPACITY))
                                .setMost(most)
                                .setWaitMs(waitMs)
                                .build())
                .getRunsList();
    }

    private void run(LeasedRun leased) {
        workers.startRun(StartRunRequest.newBuilder().setLease(leased.getLease()).build());
        workers.finishRun(
                FinishRunRequest.newBuilder()
                        .setLease(leased.getLease())
                        .setOutcome(RunPhase.RUN_PHASE_SUCCEEDED)
                        .build());
    }

    private static Resource execution(int namespace, String name) {
        ExecutionSpec spec =
                ExecutionSpec.newBuilder()
                        .setAgentRef(
                                Ref.newBuilder()
                                        .setName("agent-" + Math.floorMod(name.hashCode(), AGENTS)))
                        .setInput(
                                ExecutionInput.newBuilder()
                                        .addContent(
                                                Part.newBuilder().setKind("text").setText("hello")))
                        .build();
        return Resource.newBuilder()
                .setKind("Execution")
                .setMetadata(
                        ObjectMeta.newBuilder()
                                .setTenant("default")
                                .setNamespace("ns-" + namespace)
                                .setName(name)
                                .setUid(SchedulerPeers.uid(name)))
                .setSpec(Any.pack(spec))
                .build();
    }

    /** Nobody has to be asked for these. */
    private void fill(int waiting) {
        for (int from = 0; from < waiting; from += BATCH) {
            List<RunCommand> commands = new ArrayList<>();
            for (int i = from; i < Math.min(waiting, from + BATCH); i++) {
                RunCommand.Accept accept =
                        DraftRun.of(execution(i % NAMESPACES, "waiting-" + i), "");
                commands.add(accept);
                commands.add(
                        new RunCommand.Settle(
                                accept.key(),
                                accept.draft().getUid(),
                                1,
                                new Settlement.Ready(
                                        1,
                                        "custom-java",
                                        "custom",
                                        "prod",
                                        Placement.newBuilder().setPool("default").build(),
                                        "sha256:1",
                                        "bill",
                                        1,
                                        Optional.empty())));
            }
            store.commit(commands);
        }
    }

    private Report leases(int most, Duration length) {
        Load.closed(1, Duration.ofSeconds(2), (client, round) -> lease("warm-" + most, most, 0));
        java.restart();
        postgres.restart();
        Load.Measured measured =
                Load.closed(
                        WORKERS,
                        length,
                        (client, round) ->
                                lease(
                                        "lease-"
                                                + most
                                                + "-"
                                                + client
                                                + "-"
                                                + round * most / CAPACITY,
                                        most,
                                        0));
        return new Report("leases")
                .put("most", most)
                .put("waitingAfterwards", store.waiting())
                .perSecond("runsPerSecond", measured.calls() * most, measured.nanos())
                .latency("leaseMs", measured.latency())
                .put("javaCpuMicros", java.microsPer(measured.calls()))
                .put("postgresCpuMicros", postgres.microsPer(measured.calls()));
    }
}
