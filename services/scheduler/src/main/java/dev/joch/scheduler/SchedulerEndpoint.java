package dev.joch.scheduler;

import dev.joch.common.v1.Caller;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.scheduler.read.ExplainRun;
import dev.joch.scheduler.read.ReadRuns;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunDecision;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.submit.CommitRuns;
import dev.joch.scheduler.submit.SubmitRun;
import dev.joch.scheduler.v1.CancelRunRequest;
import dev.joch.scheduler.v1.CancelRunResponse;
import dev.joch.scheduler.v1.ExplainRunRequest;
import dev.joch.scheduler.v1.ExplainRunResponse;
import dev.joch.scheduler.v1.ForgetRunRequest;
import dev.joch.scheduler.v1.ForgetRunResponse;
import dev.joch.scheduler.v1.GetRunsRequest;
import dev.joch.scheduler.v1.GetRunsResponse;
import dev.joch.scheduler.v1.ListRunsRequest;
import dev.joch.scheduler.v1.ListRunsResponse;
import dev.joch.scheduler.v1.ListWorkersRequest;
import dev.joch.scheduler.v1.ListWorkersResponse;
import dev.joch.scheduler.v1.SchedulerServiceGrpc.SchedulerServiceImplBase;
import dev.joch.scheduler.v1.SubmitRunRequest;
import dev.joch.scheduler.v1.SubmitRunResponse;
import dev.joch.service.caller.Callers;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.service.telemetry.TraceParent;

import io.grpc.stub.StreamObserver;

/** Proto in, one call, proto out: for those who want something run. */
final class SchedulerEndpoint extends SchedulerServiceImplBase {

    private final SubmitRun submit;
    private final CommitRuns commit;
    private final ReadRuns read;
    private final ExplainRun explain;

    SchedulerEndpoint(SubmitRun submit, CommitRuns commit, ReadRuns read, ExplainRun explain) {
        this.submit = submit;
        this.commit = commit;
        this.read = read;
        this.explain = explain;
    }

    @Override
    public void submitRun(SubmitRunRequest request, StreamObserver<SubmitRunResponse> answer) {
        requireTenant(
                request.getExecution().getMetadata().getTenant(), "execution.metadata.tenant");
        StoredRun run =
                submit.submit(request.getExecution(), TraceParent.current(), Replies.patience());
        Replies.durable(answer, SubmitRunResponse.newBuilder().setRun(run.run()).build());
    }

    @Override
    public void cancelRun(CancelRunRequest request, StreamObserver<CancelRunResponse> answer) {
        RunKey key = key(request.getExecution(), "execution");
        RunDecision decision =
                commit.one(
                        new RunCommand.Cancel(
                                key,
                                required(request.getUid(), "uid"),
                                request.getCancelledBy(),
                                request.getReason()),
                        Replies.patience());
        Replies.durable(
                answer, CancelRunResponse.newBuilder().setRun(Replies.run(decision).run()).build());
    }

    @Override
    public void getRuns(GetRunsRequest request, StreamObserver<GetRunsResponse> answer) {
        request.getExecutionsList().forEach(key -> key(key, "executions"));
        Replies.plain(answer, read.get(request));
    }

    @Override
    public void listRuns(ListRunsRequest request, StreamObserver<ListRunsResponse> answer) {
        requireTenant(request.getTenant(), "tenant");
        Replies.plain(answer, read.list(request));
    }

    @Override
    public void explainRun(ExplainRunRequest request, StreamObserver<ExplainRunResponse> answer) {
        Replies.plain(answer, explain.explain(key(request.getExecution(), "execution")));
    }

    @Override
    public void listWorkers(
            ListWorkersRequest request, StreamObserver<ListWorkersResponse> answer) {
        Replies.plain(answer, read.workers());
    }

    @Override
    public void forgetRun(ForgetRunRequest request, StreamObserver<ForgetRunResponse> answer) {
        RunKey key = key(request.getExecution(), "execution");
        RunDecision decision =
                commit.one(
                        new RunCommand.Forget(key, required(request.getUid(), "uid")),
                        Replies.patience());
        boolean forgotten =
                switch (decision) {
                    case RunDecision.Gone gone -> true;
                    // one of another uid is not the one that is to be forgotten
                    case RunDecision.Stay there ->
                            !there.run().run().getUid().equals(request.getUid());
                    case RunDecision.Become asked -> false;
                    case RunDecision.Refuse refused ->
                            throw new ProblemException(refused.problem());
                };
        Replies.durable(answer, ForgetRunResponse.newBuilder().setForgotten(forgotten).build());
    }

    private static RunKey key(ResourceKey key, String field) {
        requireTenant(key.getTenant(), field + ".tenant");
        required(key.getNamespace(), field + ".namespace");
        required(key.getName(), field + ".name");
        return RunKey.of(key);
    }

    private static String required(String value, String field) {
        if (value.isEmpty()) {
            throw new ProblemException(new ServiceProblem.InvalidRequest(field, "name one"));
        }
        return value;
    }

    /** The edge has checked it before; a mistake there ends here. */
    private static void requireTenant(String tenant, String field) {
        required(tenant, field);
        Caller caller = Callers.current();
        if (!caller.getMethod().equals("service")
                && !caller.getTenant().isEmpty()
                && !tenant.equals(caller.getTenant())) {
            throw new ProblemException(new SchedulerProblem.TenantMismatch(field));
        }
    }
}
