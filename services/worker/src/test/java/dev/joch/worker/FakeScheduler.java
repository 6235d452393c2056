package dev.joch.worker;

import com.google.protobuf.Any;
import com.google.protobuf.Timestamp;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.ManifestAgent;
import dev.joch.resource.v1alpha1.ManifestFramework;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Part;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.scheduler.v1.FinishRunRequest;
import dev.joch.scheduler.v1.FinishRunResponse;
import dev.joch.scheduler.v1.FollowOrdersRequest;
import dev.joch.scheduler.v1.FollowOrdersResponse;
import dev.joch.scheduler.v1.GetRunManifestRequest;
import dev.joch.scheduler.v1.GetRunManifestResponse;
import dev.joch.scheduler.v1.IssueIdentityRequest;
import dev.joch.scheduler.v1.IssueIdentityResponse;
import dev.joch.scheduler.v1.Lease;
import dev.joch.scheduler.v1.LeaseRunsRequest;
import dev.joch.scheduler.v1.LeaseRunsResponse;
import dev.joch.scheduler.v1.LeasedRun;
import dev.joch.scheduler.v1.RenewLeasesRequest;
import dev.joch.scheduler.v1.RenewLeasesResponse;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.scheduler.v1.StartRunRequest;
import dev.joch.scheduler.v1.StartRunResponse;
import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.scheduler.v1.WorkerServiceGrpc.WorkerServiceImplBase;
import dev.joch.service.problem.Problem;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.testkit.wait.Await;

import io.grpc.Context;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A scheduler that gives out what a test puts in, and remembers what it is told. */
final class FakeScheduler extends WorkerServiceImplBase {

    /** What was asked of it with a lease that is no longer held. */
    record LeaseLost() implements Problem {
        @Override
        public Status.Code code() {
            return Status.Code.ABORTED;
        }

        @Override
        public String reason() {
            return "LEASE_LOST";
        }

        @Override
        public String message() {
            return "somebody else has the run";
        }

        @Override
        public Map<String, String> metadata() {
            return Map.of();
        }
    }

    private final BlockingQueue<LeasedRun> queue = new LinkedBlockingQueue<>();
    private final Map<String, CompiledAgentManifestSpec> manifests = new ConcurrentHashMap<>();
    private final Map<String, FinishRunRequest> finished = new ConcurrentHashMap<>();
    private final Map<String, Run> started = new ConcurrentHashMap<>();
    private final Map<String, Long> startedNanos = new ConcurrentHashMap<>();
    private final List<StreamObserver<FollowOrdersResponse>> followers =
            new CopyOnWriteArrayList<>();
    private final List<Lease> lost = new CopyOnWriteArrayList<>();
    private final List<String> calls = new CopyOnWriteArrayList<>();
    private final AtomicLong token = new AtomicLong();
    private final AtomicInteger identities = new AtomicInteger();
    private final AtomicInteger open = new AtomicInteger();
    private final AtomicInteger most = new AtomicInteger();
    private volatile @Nullable WorkerDescription worker;
    volatile long leaseMillis = 30_000;
    volatile Duration identityTime = Duration.ofMinutes(5);
    volatile boolean away;
    volatile int refuseFinishes;

    /** Runs an agent; gives the uid of its run. */
    String submit(ManifestFramework framework, String text, long remainingMillis) {
        long number = token.incrementAndGet();
        String uid = "uid-" + number;
        Run run =
                Run.newBuilder()
                        .setExecution(
                                ResourceKeys.of("acme", "Execution", "support", "exec-" + number))
                        .setUid(uid)
                        .setAgent("greeter")
                        .setAgentGeneration(3)
                        .setEnvironment("dev")
                        .setAttempt(1)
                        .setMaxAttempts(1)
                        .setPhase(RunPhase.RUN_PHASE_SCHEDULED)
                        .setManifestDigest("sha256:" + framework.hashCode())
                        .addInput(Part.newBuilder().setKind("text").setText(text))
                        .build();
        manifests.put(
                uid,
                CompiledAgentManifestSpec.newBuilder()
                        .setAgent(
                                ManifestAgent.newBuilder()
                                        .setName("greeter")
                                        .setNamespace("support")
                                        .setGeneration(3)
                                        .setEnvironment("dev"))
                        .setFramework(framework)
                        .build());
        queue.add(
                LeasedRun.newBuilder()
                        .setLease(
                                Lease.newBuilder()
                                        .setExecution(run.getExecution())
                                        .setUid(uid)
                                        .setToken(number))
                        .setRun(run)
                        .setLeaseMs(leaseMillis)
                        .setRemainingMs(remainingMillis)
                        .build());
        return uid;
    }

    String submit(ManifestFramework framework, String text) {
        return submit(framework, text, 0);
    }

    @Nullable WorkerDescription worker() {
        return worker;
    }

    List<String> calls() {
        return List.copyOf(calls);
    }

    /** Most runs that were given out at the same time. */
    int most() {
        return most.get();
    }

    int identities() {
        return identities.get();
    }

    FinishRunRequest awaitFinish(String uid) {
        return awaitFinish(uid, Duration.ofSeconds(30));
    }

    FinishRunRequest awaitFinish(String uid, Duration most) {
        return Await.value(uid + " is finished", most, () -> finished.get(uid));
    }

    @Nullable FinishRunRequest finish(String uid) {
        return finished.get(uid);
    }

    void awaitStart(String uid) {
        Await.until(uid + " has begun", Duration.ofSeconds(10), () -> started.containsKey(uid));
    }

    long startedNanos(String uid) {
        return startedNanos.getOrDefault(uid, 0L);
    }

    boolean hasFollower() {
        return !followers.isEmpty();
    }

    void cancel(String uid) {
        Lease lease = lease(uid);
        for (StreamObserver<FollowOrdersResponse> follower : followers) {
            follower.onNext(FollowOrdersResponse.newBuilder().setCancel(lease).build());
        }
    }

    /** The run is somebody else's from now on. */
    void lose(String uid) {
        lost.add(lease(uid));
    }

    private Lease lease(String uid) {
        long number = Long.parseLong(uid.substring("uid-".length()));
        return Lease.newBuilder()
                .setExecution(ResourceKeys.of("acme", "Execution", "support", "exec-" + number))
                .setUid(uid)
                .setToken(number)
                .build();
    }

    private void come(String call, @Nullable Lease lease) {
        calls.add(call);
        if (away) {
            throw Status.UNAVAILABLE.withDescription("the fake is away").asRuntimeException();
        }
        if (lease != null && lost.contains(lease)) {
            throw new ProblemException(new LeaseLost());
        }
    }

    private static <T> void answer(StreamObserver<T> observer, T response) {
        observer.onNext(response);
        observer.onCompleted();
    }

    @Override
    public void leaseRuns(LeaseRunsRequest request, StreamObserver<LeaseRunsResponse> observer) {
        come("lease", null);
        worker = request.getWorker();
        List<LeasedRun> runs = new ArrayList<>();
        try {
            LeasedRun first = queue.poll(request.getWaitMs(), TimeUnit.MILLISECONDS);
            while (first != null
                    && request.hasOnly()
                    && !first.getRun().getExecution().equals(request.getOnly())) {
                first = queue.poll();
            }
            if (first != null) {
                runs.add(first);
                queue.drainTo(runs, request.getMost() - 1);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (Context.current().isCancelled()) {
            queue.addAll(runs);
            return;
        }
        most.accumulateAndGet(open.addAndGet(runs.size()), Math::max);
        answer(observer, LeaseRunsResponse.newBuilder().addAllRuns(runs).build());
    }

    @Override
    public void startRun(StartRunRequest request, StreamObserver<StartRunResponse> observer) {
        come("start", request.getLease());
        String uid = request.getLease().getUid();
        Run run =
                Run.newBuilder()
                        .setExecution(request.getLease().getExecution())
                        .setUid(uid)
                        .setAgent("greeter")
                        .setAgentGeneration(3)
                        .setEnvironment("dev")
                        .setAttempt(1)
                        .setMaxAttempts(1)
                        .setPhase(RunPhase.RUN_PHASE_RUNNING)
                        .setManifestDigest("sha256:" + manifest(uid).getFramework().hashCode())
                        .setTraceparent("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
                        .build();
        started.put(uid, run);
        startedNanos.put(uid, System.nanoTime());
        answer(observer, StartRunResponse.newBuilder().setRun(run).build());
    }

    private CompiledAgentManifestSpec manifest(String uid) {
        CompiledAgentManifestSpec manifest = manifests.get(uid);
        if (manifest == null) {
            throw Status.NOT_FOUND.asRuntimeException();
        }
        return manifest;
    }

    @Override
    public void getRunManifest(
            GetRunManifestRequest request, StreamObserver<GetRunManifestResponse> observer) {
        come("manifest", request.getLease());
        CompiledAgentManifestSpec manifest = manifest(request.getLease().getUid());
        answer(
                observer,
                GetRunManifestResponse.newBuilder()
                        .setManifest(
                                Resource.newBuilder()
                                        .setApiVersion("internal.joch.dev/v1")
                                        .setKind("CompiledAgentManifest")
                                        .setMetadata(
                                                ObjectMeta.newBuilder()
                                                        .setTenant("acme")
                                                        .setNamespace("support")
                                                        .setName("greeter-g3"))
                                        .setSpec(Any.pack(manifest)))
                        .setDigest("sha256:" + manifest.getFramework().hashCode())
                        .build());
    }

    @Override
    public void renewLeases(
            RenewLeasesRequest request, StreamObserver<RenewLeasesResponse> observer) {
        come("renew", null);
        answer(
                observer,
                RenewLeasesResponse.newBuilder()
                        .addAllLost(
                                request.getLeasesList().stream().filter(lost::contains).toList())
                        .build());
    }

    @Override
    public void followOrders(
            FollowOrdersRequest request, StreamObserver<FollowOrdersResponse> observer) {
        come("follow", null);
        followers.add(observer);
        // the stream stays open; a real one ends with the call
        Context.current().addListener(ended -> followers.remove(observer), Runnable::run);
    }

    @Override
    public void finishRun(FinishRunRequest request, StreamObserver<FinishRunResponse> observer) {
        come("finish", request.getLease());
        if (refuseFinishes > 0) {
            refuseFinishes--;
            throw new ProblemException(
                    new ServiceProblem.InvalidRequest("report", "not like that"));
        }
        open.decrementAndGet();
        finished.putIfAbsent(request.getLease().getUid(), request);
        answer(observer, FinishRunResponse.getDefaultInstance());
    }

    @Override
    public void issueIdentity(
            IssueIdentityRequest request, StreamObserver<IssueIdentityResponse> observer) {
        come("identity", request.getLease());
        Instant expires = Instant.now().plus(identityTime);
        answer(
                observer,
                IssueIdentityResponse.newBuilder()
                        .setToken("token-" + identities.incrementAndGet())
                        .setExpiresAt(
                                Timestamp.newBuilder()
                                        .setSeconds(expires.getEpochSecond())
                                        .setNanos(expires.getNano()))
                        .build());
    }
}
