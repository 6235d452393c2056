package dev.joch.worker.lease;

import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.scheduler.v1.FinishRunRequest;
import dev.joch.scheduler.v1.FollowOrdersRequest;
import dev.joch.scheduler.v1.FollowOrdersResponse;
import dev.joch.scheduler.v1.GetRunManifestRequest;
import dev.joch.scheduler.v1.GetRunManifestResponse;
import dev.joch.scheduler.v1.IssueIdentityRequest;
import dev.joch.scheduler.v1.IssueIdentityResponse;
import dev.joch.scheduler.v1.Lease;
import dev.joch.scheduler.v1.LeaseRunsRequest;
import dev.joch.scheduler.v1.LeasedRun;
import dev.joch.scheduler.v1.RenewLeasesRequest;
import dev.joch.scheduler.v1.RenewLeasesResponse;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.StartRunRequest;
import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.scheduler.v1.WorkerServiceGrpc;
import dev.joch.scheduler.v1.WorkerServiceGrpc.WorkerServiceBlockingStub;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemStatus;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The scheduler, one call a method. Each has a deadline; none is repeated here. */
public final class Scheduler {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Reasons by which the scheduler says that a run is not this worker's, or not any more. */
    private static final Set<String> NOT_OURS =
            Set.of("LEASE_LOST", "RUN_ENDED", "RUN_NOT_FOUND", "STEP_NOT_ALLOWED");

    private final WorkerServiceBlockingStub calls;
    private final WorkerDescription self;

    public Scheduler(Channel scheduler, WorkerDescription self) {
        this.calls = WorkerServiceGrpc.newBlockingStub(scheduler);
        this.self = self;
    }

    /** What came of a call that may be repeated. */
    public enum Failure {
        /** Somebody else may have the run. */
        LEASE_LOST,
        /** Nobody answers, or not now. */
        AWAY,
        /** It will be refused however often it is repeated. */
        REFUSED
    }

    public static Failure failure(StatusRuntimeException failed) {
        boolean lost =
                ProblemStatus.fromException(failed)
                        .map(problem -> NOT_OURS.contains(problem.reason()))
                        .orElse(false);
        if (lost) {
            return Failure.LEASE_LOST;
        }
        return switch (failed.getStatus().getCode()) {
            case INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    FAILED_PRECONDITION,
                    OUT_OF_RANGE,
                    DATA_LOSS ->
                    Failure.REFUSED;
            default -> Failure.AWAY;
        };
    }

    private WorkerServiceBlockingStub within(Duration most) {
        return calls.withDeadlineAfter(most.toMillis(), TimeUnit.MILLISECONDS);
    }

    List<LeasedRun> lease(int most, Duration wait, Optional<ResourceKey> only) {
        LeaseRunsRequest.Builder request =
                LeaseRunsRequest.newBuilder()
                        .setWorker(self)
                        .setMost(most)
                        .setWaitMs((int) wait.toMillis());
        only.ifPresent(request::setOnly);
        Failpoint.WORKER_LEASE_BEFORE.hit();
        List<LeasedRun> runs = within(wait.plus(PATIENCE)).leaseRuns(request.build()).getRunsList();
        Failpoint.WORKER_LEASE_AFTER.hit();
        return runs;
    }

    public Run start(Lease lease) {
        Failpoint.WORKER_START_BEFORE.hit();
        Run run =
                within(PATIENCE)
                        .startRun(StartRunRequest.newBuilder().setLease(lease).build())
                        .getRun();
        Failpoint.WORKER_START_AFTER.hit();
        return run;
    }

    public GetRunManifestResponse manifest(Lease lease) {
        return within(PATIENCE)
                .getRunManifest(GetRunManifestRequest.newBuilder().setLease(lease).build());
    }

    public IssueIdentityResponse identity(Lease lease) {
        return within(PATIENCE)
                .issueIdentity(IssueIdentityRequest.newBuilder().setLease(lease).build());
    }

    RenewLeasesResponse renew(List<Lease> leases, Duration most) {
        Failpoint.WORKER_RENEW_BEFORE.hit();
        RenewLeasesResponse response =
                within(most)
                        .renewLeases(
                                RenewLeasesRequest.newBuilder()
                                        .setWorker(self)
                                        .addAllLeases(leases)
                                        .build());
        Failpoint.WORKER_RENEW_AFTER.hit();
        return response;
    }

    /** Cancellations as they come, until the stream breaks or the context of the call ends. */
    Iterator<FollowOrdersResponse> orders() {
        return calls.followOrders(
                FollowOrdersRequest.newBuilder().setWorker(self.getWorker()).build());
    }

    public void finish(FinishRunRequest request) {
        Failpoint.WORKER_FINISH_BEFORE.hit();
        within(PATIENCE).finishRun(request);
        Failpoint.WORKER_FINISH_AFTER.hit();
    }
}
