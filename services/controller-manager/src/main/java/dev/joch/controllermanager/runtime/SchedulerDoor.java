package dev.joch.controllermanager.runtime;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.scheduler.v1.ForgetRunRequest;
import dev.joch.scheduler.v1.GetRunsRequest;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.SchedulerServiceGrpc;
import dev.joch.scheduler.v1.SchedulerServiceGrpc.SchedulerServiceBlockingStub;
import dev.joch.scheduler.v1.SubmitRunRequest;
import dev.joch.service.problem.PeerFailure;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;

import java.util.Optional;
import java.util.function.Supplier;

/** What the controllers ask of the scheduler. */
public final class SchedulerDoor {

    private final SchedulerServiceBlockingStub scheduler;

    public SchedulerDoor(Channel scheduler) {
        this.scheduler = SchedulerServiceGrpc.newBlockingStub(scheduler);
    }

    /** The run of this execution; it is there afterwards if it was not before. */
    Run submit(Resource execution) {
        return asked(() ->
                scheduler
                        .submitRun(SubmitRunRequest.newBuilder().setExecution(execution).build())
                        .getRun());
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
            throw PeerFailure.of("the scheduler", e);
        }
    }
}
