package dev.joch.apiserver.execution;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.apiserver.peer.Peer;
import dev.joch.catalogue.run.RunStatus;
import dev.joch.resource.v1alpha1.ExecutionStatus;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.SchedulerServiceGrpc;
import dev.joch.scheduler.v1.SubmitRunRequest;
import dev.joch.service.problem.FailureLog;
import dev.joch.service.problem.ProblemException;

import io.grpc.StatusRuntimeException;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands a new run to the scheduler without waiting for the controllers, who do the same for every
 * run that the scheduler does not know.
 */
final class TellScheduler {

    private static final Logger LOG = LoggerFactory.getLogger(TellScheduler.class);

    private final Peer scheduler;

    TellScheduler(Peer scheduler) {
        this.scheduler = scheduler;
    }

    /** The run as it is now; as it was committed when the scheduler did not answer. */
    Resource submit(Resource execution) {
        SubmitRunRequest request = SubmitRunRequest.newBuilder().setExecution(execution).build();
        try {
            Run run =
                    scheduler
                            .ask(channel ->
                                    SchedulerServiceGrpc.newBlockingStub(channel)
                                            .submitRun(request))
                            .getRun();
            return seen(execution, run);
        } catch (ProblemException | StatusRuntimeException e) {
            // it is committed, so the caller hears of it; the controllers submit it again, and say
            // in its status what the scheduler has against it
            FailureLog.warn(
                    LOG, "run " + execution.getMetadata().getName() + " is not submitted yet", e);
            return execution;
        }
    }

    /** The resource with the run's own phase, which its stored status follows. */
    static Resource seen(Resource execution, Run run) {
        try {
            ExecutionStatus.Builder status =
                    execution.hasStatus()
                            ? execution.getStatus().unpack(ExecutionStatus.class).toBuilder()
                            : ExecutionStatus.newBuilder();
            RunStatus.into(status, run);
            return execution.toBuilder().setStatus(Any.pack(status.build())).build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("an Execution has the status of another kind", e);
        }
    }
}
