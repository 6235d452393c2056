package dev.joch.controllermanager.runtime;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.scheduler.v1.CancelRunRequest;
import dev.joch.scheduler.v1.ForgetRunRequest;
import dev.joch.scheduler.v1.GetRunsRequest;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.SchedulerServiceGrpc;
import dev.joch.scheduler.v1.SchedulerServiceGrpc.SchedulerServiceBlockingStub;
import dev.joch.scheduler.v1.SubmitRunRequest;
import dev.joch.service.problem.PeerFailure;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.service.problem.RemoteProblem;

import io.grpc.Channel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import java.util.Optional;
import java.util.function.Supplier;

/** What the controllers ask of the scheduler. */
public final class SchedulerDoor {

    private static final String PEER = "the scheduler";

    private final SchedulerServiceBlockingStub scheduler;

    public SchedulerDoor(Channel scheduler) {
        this.scheduler = SchedulerServiceGrpc.newBlockingStub(scheduler);
    }

    /** The run of this execution is there afterwards if it was not before, unless it is refused. */
    Submitted submit(Resource execution) {
        SubmitRunRequest request = SubmitRunRequest.newBuilder().setExecution(execution).build();
        try {
            return new Submitted.Taken(scheduler.submitRun(request).getRun());
        } catch (StatusRuntimeException e) {
            // whatever else it says may be different the next time
            Optional<RemoteProblem> refusal =
                    ProblemStatus.fromException(e)
                            .filter(problem -> problem.code() == Status.Code.INVALID_ARGUMENT);
            if (refusal.isPresent()) {
                return new Submitted.Refused(refusal.get().message());
            }
            throw PeerFailure.of(PEER, e);
        }
    }

    /**
     * Ends a run that goes on. One that the scheduler has not heard of is told first, so that it
     * can be ended at all.
     */
    public void cancel(Resource execution, String by, String reason) {
        if (submit(execution) instanceof Submitted.Taken) {
            asked(() ->
                    scheduler.cancelRun(
                            CancelRunRequest.newBuilder()
                                    .setExecution(ResourceKeys.of(execution))
                                    .setUid(execution.getMetadata().getUid())
                                    .setCancelledBy(by)
                                    .setReason(reason)
                                    .build()));
        }
    }

    Optional<Run> find(ResourceKey execution) {
        return asked(() ->
                scheduler
                        .getRuns(GetRunsRequest.newBuilder().addExecutions(execution).build())
                        .getRunsList()
                        .stream()
                        .findFirst());
    }

    /** Ends it if it goes on; answers whether it is forgotten. */
    boolean forget(ResourceKey execution, String uid) {
        return asked(() ->
                scheduler
                        .forgetRun(
                                ForgetRunRequest.newBuilder()
                                        .setExecution(execution)
                                        .setUid(uid)
                                        .build())
                        .getForgotten());
    }

    private static <T> T asked(Supplier<T> question) {
        try {
            return question.get();
        } catch (StatusRuntimeException e) {
            throw PeerFailure.of(PEER, e);
        }
    }
}
