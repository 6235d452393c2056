package dev.joch.server.kill;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.scheduler.v1.FinishRunRequest;
import dev.joch.scheduler.v1.GetRunManifestRequest;
import dev.joch.scheduler.v1.IssueIdentityRequest;
import dev.joch.scheduler.v1.Lease;
import dev.joch.scheduler.v1.RenewLeasesRequest;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.scheduler.v1.StartRunRequest;
import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.scheduler.v1.WorkerServiceGrpc;
import dev.joch.scheduler.v1.WorkerServiceGrpc.WorkerServiceBlockingStub;
import dev.joch.service.problem.ProblemStatus;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;

import java.util.ArrayList;
import java.util.List;

/**
 * Says what a worker could say of a lease that it has lost. A worker that is in order says nothing
 * more, by its own clock; here somebody speaks in its name who has none.
 */
final class StaleReports {

    private static final String REFUSAL = "LEASE_LOST";

    private final WorkerServiceBlockingStub scheduler;
    private final String tenant;

    StaleReports(Channel scheduler, String tenant) {
        this.scheduler = WorkerServiceGrpc.newBlockingStub(scheduler);
        this.tenant = tenant;
    }

    /**
     * @param name of the execution
     * @param token of the newest lease that the worker knows of
     */
    record Stale(String worker, String name, String run, int attempt, long token) {

        private Lease lease(String tenant) {
            return Lease.newBuilder()
                    .setExecution(ResourceKeys.of(tenant, "Execution", ActingAgent.NAMESPACE, name))
                    .setUid(run)
                    .setToken(token)
                    .build();
        }

        AgentPrograms.Attempt program() {
            return new AgentPrograms.Attempt(run, attempt);
        }
    }

    /** Says all of it; gives what was not refused as it should. */
    List<String> accepted(Stale stale) {
        List<String> accepted = new ArrayList<>();
        Lease lease = stale.lease(tenant);
        refused(
                stale + " finishes",
                accepted,
                () ->
                        scheduler.finishRun(
                                FinishRunRequest.newBuilder()
                                        .setLease(lease)
                                        .setOutcome(RunPhase.RUN_PHASE_SUCCEEDED)
                                        .setMessage("said by one that was frozen")
                                        .build()));
        refused(
                stale + " starts",
                accepted,
                () -> scheduler.startRun(StartRunRequest.newBuilder().setLease(lease).build()));
        refused(
                stale + " wants an identity",
                accepted,
                () ->
                        scheduler.issueIdentity(
                                IssueIdentityRequest.newBuilder().setLease(lease).build()));
        refused(
                stale + " wants the manifest",
                accepted,
                () ->
                        scheduler.getRunManifest(
                                GetRunManifestRequest.newBuilder().setLease(lease).build()));
        List<Lease> lost =
                scheduler
                        .renewLeases(
                                RenewLeasesRequest.newBuilder()
                                        .setWorker(
                                                WorkerDescription.newBuilder()
                                                        .setWorker(stale.worker())
                                                        .setPool("default")
                                                        .setCapacity(1))
                                        .addLeases(lease)
                                        .build())
                        .getLostList();
        if (!lost.contains(lease)) {
            accepted.add(stale + " renews");
        }
        return accepted;
    }

    private static void refused(String what, List<String> accepted, Runnable call) {
        try {
            call.run();
            accepted.add(what);
        } catch (StatusRuntimeException e) {
            String reason =
                    ProblemStatus.fromException(e)
                            .map(problem -> problem.reason())
                            .orElse(e.getStatus().toString());
            if (!reason.equals(REFUSAL)) {
                accepted.add(what + ": " + reason);
            }
        }
    }
}
