package dev.joch.scheduler;

import com.google.protobuf.Message;

import dev.joch.catalogue.run.RunModes;
import dev.joch.scheduler.lease.HeldRun;
import dev.joch.scheduler.lease.LeaseDesk;
import dev.joch.scheduler.lease.Orders;
import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.RunPhases;
import dev.joch.scheduler.store.RunStore;
import dev.joch.scheduler.submit.CommitRuns;
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
import dev.joch.scheduler.v1.RunReport;
import dev.joch.scheduler.v1.StartRunRequest;
import dev.joch.scheduler.v1.StartRunResponse;
import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.scheduler.v1.WorkerServiceGrpc.WorkerServiceImplBase;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.Context;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Proto in, one call, proto out: for workers. */
final class WorkerEndpoint extends WorkerServiceImplBase {

    private static final int MOST_RUNS = 1_000;
    private static final int MOST_LEASES = 10_000;
    private static final int MOST_WORDS = 64;
    private static final int LONGEST_WAIT_MS = 20_000;
    private static final int LONGEST_NAME = 253;
    private static final int LARGEST_OUTPUT = 256 * 1024;
    private static final int LARGEST_TAIL = 16 * 1024;
    private static final int LONGEST_REASON = 63;
    private static final int LONGEST_MESSAGE = 4096;
    private static final int MOST_ARTIFACTS = 1_000;

    /** What is left of the caller's time when the answer leaves. */
    private static final Duration MARGIN = Duration.ofMillis(500);

    private final LeaseDesk desk;
    private final Orders orders;
    private final CommitRuns commit;
    private final RunStore store;
    private final HeldRun held;
    private final Duration leaseTime;

    WorkerEndpoint(
            LeaseDesk desk,
            Orders orders,
            CommitRuns commit,
            RunStore store,
            HeldRun held,
            Duration leaseTime) {
        this.desk = desk;
        this.orders = orders;
        this.commit = commit;
        this.store = store;
        this.held = held;
        this.leaseTime = leaseTime;
    }

    @Override
    public void leaseRuns(LeaseRunsRequest request, StreamObserver<LeaseRunsResponse> answer) {
        describe(request.getWorker());
        require(
                request.getMost() >= 1 && request.getMost() <= MOST_RUNS,
                "most",
                "ask for 1 to " + MOST_RUNS);
        require(
                request.getWaitMs() >= 0 && request.getWaitMs() <= LONGEST_WAIT_MS,
                "wait_ms",
                "wait at most " + LONGEST_WAIT_MS);
        Optional<RunKey> only =
                request.hasOnly() ? Optional.of(RunKey.of(request.getOnly())) : Optional.empty();
        require(
                only.isPresent() || !request.getWorker().getPool().equals(RunModes.JOBS),
                "worker.pool",
                "runs of pool "
                        + RunModes.JOBS
                        + " have workers of their own; name another one, or the run in `only`");
        Duration wait = Duration.ofMillis(request.getWaitMs());
        Duration left = Replies.patience().minus(MARGIN);
        Context call = Context.current();
        List<RunStore.Leased> given =
                desk.lease(
                        new RunStore.Ask(request.getWorker(), request.getMost(), only),
                        wait.compareTo(left) < 0 ? wait : left,
                        call::isCancelled);
        LeaseRunsResponse.Builder leased = LeaseRunsResponse.newBuilder();
        for (RunStore.Leased each : given) {
            leased.addRuns(
                    LeasedRun.newBuilder()
                            .setLease(each.lease().toProto())
                            .setRun(each.run())
                            .setLeaseMs(leaseTime.toMillis())
                            .setRemainingMs(each.remainingMs()));
        }
        Replies.durable(answer, leased.build());
    }

    @Override
    public void getRunManifest(
            GetRunManifestRequest request, StreamObserver<GetRunManifestResponse> answer) {
        Replies.plain(answer, held.manifest(lease(request.getLease())));
    }

    @Override
    public void startRun(StartRunRequest request, StreamObserver<StartRunResponse> answer) {
        RunCommand.Start start = new RunCommand.Start(lease(request.getLease()));
        Replies.durable(
                answer,
                StartRunResponse.newBuilder()
                        .setRun(Replies.run(commit.one(start, Replies.patience())).run())
                        .build());
    }

    @Override
    public void renewLeases(
            RenewLeasesRequest request, StreamObserver<RenewLeasesResponse> answer) {
        describe(request.getWorker());
        require(
                request.getLeasesCount() <= MOST_LEASES,
                "leases",
                "renew at most " + MOST_LEASES + " at once");
        List<LeaseRef> leases =
                request.getLeasesList().stream().map(WorkerEndpoint::lease).distinct().toList();
        RunStore.Renewed renewed = store.renew(request.getWorker(), leases);
        Replies.durable(
                answer,
                RenewLeasesResponse.newBuilder()
                        .addAllLost(renewed.lost().stream().map(LeaseRef::toProto).toList())
                        .addAllCancelled(
                                renewed.cancelled().stream().map(LeaseRef::toProto).toList())
                        .build());
    }

    @Override
    public void followOrders(
            FollowOrdersRequest request, StreamObserver<FollowOrdersResponse> answer) {
        require(!request.getWorker().isEmpty(), "worker", "name one");
        orders.follow(request.getWorker(), (ServerCallStreamObserver<FollowOrdersResponse>) answer);
    }

    @Override
    public void finishRun(FinishRunRequest request, StreamObserver<FinishRunResponse> answer) {
        require(
                RunPhases.ended(request.getOutcome()) && request.getOutcomeValue() > 0,
                "outcome",
                "it is succeeded, failed or cancelled");
        require(
                request.getReason().length() <= LONGEST_REASON,
                "reason",
                "at most " + LONGEST_REASON + " characters");
        require(
                request.getMessage().length() <= LONGEST_MESSAGE,
                "message",
                "at most " + LONGEST_MESSAGE + " characters");
        RunReport report = request.getReport();
        bounded(report.getOutput(), LARGEST_OUTPUT, "report.output");
        require(
                report.getLogTailBytes().size() <= LARGEST_TAIL,
                "report.log_tail",
                "at most " + LARGEST_TAIL + " bytes");
        require(
                report.getArtifactRefsCount() <= MOST_ARTIFACTS,
                "report.artifact_refs",
                "at most " + MOST_ARTIFACTS);
        RunCommand.Finish finish =
                new RunCommand.Finish(
                        lease(request.getLease()),
                        request.getOutcome(),
                        request.getReason(),
                        request.getMessage(),
                        report);
        Replies.durable(
                answer,
                FinishRunResponse.newBuilder()
                        .setRun(Replies.run(commit.one(finish, Replies.patience())).run())
                        .build());
    }

    @Override
    public void issueIdentity(
            IssueIdentityRequest request, StreamObserver<IssueIdentityResponse> answer) {
        Replies.plain(answer, held.identity(lease(request.getLease())));
    }

    private static LeaseRef lease(Lease lease) {
        require(
                !lease.getExecution().getTenant().isEmpty()
                        && !lease.getExecution().getNamespace().isEmpty()
                        && !lease.getExecution().getName().isEmpty()
                        && !lease.getUid().isEmpty()
                        && lease.getToken() >= 1,
                "lease",
                "name execution, uid and token");
        return LeaseRef.of(lease);
    }

    private static void describe(WorkerDescription worker) {
        require(
                !worker.getWorker().isEmpty() && worker.getWorker().length() <= LONGEST_NAME,
                "worker.worker",
                "name it, in at most " + LONGEST_NAME + " characters");
        require(
                !worker.getPool().isEmpty() && worker.getPool().length() <= LONGEST_REASON,
                "worker.pool",
                "name one, in at most " + LONGEST_REASON + " characters");
        require(
                worker.getCapacity() >= 1 && worker.getCapacity() <= MOST_LEASES,
                "worker.capacity",
                "1 to " + MOST_LEASES);
        require(
                worker.getLabelsCount() <= MOST_WORDS && worker.getFrameworksCount() <= MOST_WORDS,
                "worker",
                "at most " + MOST_WORDS + " labels and frameworks");
    }

    private static void bounded(Message message, int most, String field) {
        require(message.getSerializedSize() <= most, field, "at most " + most + " bytes");
    }

    private static void require(boolean holds, String field, String rule) {
        if (!holds) {
            throw new ProblemException(new ServiceProblem.InvalidRequest(field, rule));
        }
    }
}
