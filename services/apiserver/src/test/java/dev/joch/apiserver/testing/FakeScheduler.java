package dev.joch.apiserver.testing;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.scheduler.v1.CancelRunRequest;
import dev.joch.scheduler.v1.CancelRunResponse;
import dev.joch.scheduler.v1.ExplainRunRequest;
import dev.joch.scheduler.v1.ExplainRunResponse;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.scheduler.v1.SchedulerServiceGrpc.SchedulerServiceImplBase;
import dev.joch.scheduler.v1.SubmitRunRequest;
import dev.joch.scheduler.v1.SubmitRunResponse;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Takes runs in and starts none. */
public final class FakeScheduler extends SchedulerServiceImplBase {

    private final Map<String, Run> runs = new ConcurrentHashMap<>();
    private volatile boolean away;
    private volatile boolean denies;
    private volatile boolean full;

    /** Nobody answers from now on. */
    public void leave() {
        away = true;
    }

    /** No more runs may wait from now on. */
    public void fill() {
        full = true;
    }

    /** The trigger hook says no from now on. */
    public void deny() {
        denies = true;
    }

    public int known() {
        return runs.size();
    }

    @Override
    public void submitRun(SubmitRunRequest request, StreamObserver<SubmitRunResponse> out) {
        if (away) {
            out.onError(Status.UNAVAILABLE.asRuntimeException());
            return;
        }
        if (full) {
            throw new ProblemException(new ServiceProblem.Overloaded("runs", 1));
        }
        Resource execution = request.getExecution();
        Run run =
                runs.computeIfAbsent(
                        execution.getMetadata().getUid(),
                        uid -> {
                            Run.Builder taken =
                                    Run.newBuilder()
                                            .setExecution(ResourceKeys.of(execution))
                                            .setUid(uid)
                                            .setManifestDigest("sha256:m")
                                            .setPhase(RunPhase.RUN_PHASE_PENDING);
                            return denies
                                    ? taken.setPhase(RunPhase.RUN_PHASE_FAILED)
                                            .setReason("PolicyDenied")
                                            .setMessage("night-shift@v2 denies it")
                                            .build()
                                    : taken.build();
                        });
        answer(SubmitRunResponse.newBuilder().setRun(run).build(), out);
    }

    @Override
    public void cancelRun(CancelRunRequest request, StreamObserver<CancelRunResponse> out) {
        Run run =
                runs.computeIfPresent(
                        request.getUid(),
                        (uid, before) ->
                                before.toBuilder()
                                        .setPhase(RunPhase.RUN_PHASE_CANCELLED)
                                        .setCancelledBy(request.getCancelledBy())
                                        .setMessage(request.getReason())
                                        .build());
        if (run == null) {
            out.onError(Status.NOT_FOUND.asRuntimeException());
            return;
        }
        answer(CancelRunResponse.newBuilder().setRun(run).build(), out);
    }

    @Override
    public void explainRun(ExplainRunRequest request, StreamObserver<ExplainRunResponse> out) {
        answer(
                ExplainRunResponse.newBuilder()
                        .setRun(Run.newBuilder().setPhase(RunPhase.RUN_PHASE_PENDING))
                        .setAhead(3)
                        .addObstacles("agent triage runs 4 of at most 4")
                        .build(),
                out);
    }

    private static <A> void answer(A answer, StreamObserver<A> out) {
        out.onNext(answer);
        out.onCompleted();
    }
}
