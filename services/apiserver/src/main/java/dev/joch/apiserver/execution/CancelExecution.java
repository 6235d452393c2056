package dev.joch.apiserver.execution;

import dev.joch.api.v1.CancelExecutionRequest;
import dev.joch.api.v1.CancelExecutionResponse;
import dev.joch.apiserver.access.Verb;
import dev.joch.apiserver.peer.Peer;
import dev.joch.apiserver.resource.FindResource;
import dev.joch.apiserver.resource.Records;
import dev.joch.apiserver.resource.Rights;
import dev.joch.apiserver.resource.Words;
import dev.joch.common.v1.Caller;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.scheduler.v1.CancelRunRequest;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.SchedulerServiceGrpc;
import dev.joch.scheduler.v1.SchedulerServiceGrpc.SchedulerServiceBlockingStub;
import dev.joch.scheduler.v1.SubmitRunRequest;

import io.grpc.Channel;

import java.util.List;

/** Ends a run. */
public final class CancelExecution {

    private final Rights rights;
    private final Records records;
    private final FindResource find;
    private final Peer scheduler;

    CancelExecution(Rights rights, Records records, FindResource find, Peer scheduler) {
        this.rights = rights;
        this.records = records;
        this.find = find;
        this.scheduler = scheduler;
    }

    public CancelExecutionResponse run(Caller caller, CancelExecutionRequest request) {
        ResourceKey key = ExecutionKeys.key(caller, request.getNamespace(), request.getName());
        return records.change(
                caller,
                Verb.CANCEL,
                List.of(Words.text(key)),
                request,
                () -> rights.check(caller, Verb.CANCEL, key),
                says -> {
                    Resource execution = find.get(key);
                    Run run = scheduler.ask(channel -> cancel(channel, caller, execution, request));
                    return CancelExecutionResponse.newBuilder()
                            .setExecution(TellScheduler.seen(execution, run))
                            .build();
                });
    }

    /** One that the scheduler has not heard of is told first, so that it can be ended at all. */
    private static Run cancel(
            Channel channel, Caller caller, Resource execution, CancelExecutionRequest request) {
        SchedulerServiceBlockingStub runs = SchedulerServiceGrpc.newBlockingStub(channel);
        runs.submitRun(SubmitRunRequest.newBuilder().setExecution(execution).build());
        return runs.cancelRun(
                        CancelRunRequest.newBuilder()
                                .setExecution(
                                        ExecutionKeys.key(
                                                caller,
                                                execution.getMetadata().getNamespace(),
                                                execution.getMetadata().getName()))
                                .setUid(execution.getMetadata().getUid())
                                .setCancelledBy(caller.getSubject())
                                .setReason(request.getReason())
                                .build())
                .getRun();
    }
}
