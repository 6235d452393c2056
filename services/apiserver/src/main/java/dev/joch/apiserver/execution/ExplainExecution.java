package dev.joch.apiserver.execution;

import dev.joch.api.v1.ExplainExecutionRequest;
import dev.joch.api.v1.ExplainExecutionResponse;
import dev.joch.apiserver.access.Verb;
import dev.joch.apiserver.peer.Peer;
import dev.joch.apiserver.resource.Records;
import dev.joch.apiserver.resource.Rights;
import dev.joch.apiserver.resource.Words;
import dev.joch.catalogue.run.PhaseWords;
import dev.joch.common.v1.Caller;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.scheduler.v1.ExplainRunRequest;
import dev.joch.scheduler.v1.ExplainRunResponse;
import dev.joch.scheduler.v1.SchedulerServiceGrpc;

import java.util.List;

/** Says why a run is where it is. */
public final class ExplainExecution {

    private final Rights rights;
    private final Records records;
    private final Peer scheduler;

    ExplainExecution(Rights rights, Records records, Peer scheduler) {
        this.rights = rights;
        this.records = records;
        this.scheduler = scheduler;
    }

    public ExplainExecutionResponse run(Caller caller, ExplainExecutionRequest request) {
        ResourceKey key = ExecutionKeys.key(caller, request.getNamespace(), request.getName());
        ExplainRunRequest question = ExplainRunRequest.newBuilder().setExecution(key).build();
        return records.read(
                caller,
                Verb.GET,
                List.of(Words.text(key)),
                says -> {
                    says.grants(rights.check(caller, Verb.GET, key));
                    ExplainRunResponse told =
                            scheduler.ask(channel ->
                                    SchedulerServiceGrpc.newBlockingStub(channel)
                                            .explainRun(question));
                    return ExplainExecutionResponse.newBuilder()
                            .setPhase(PhaseWords.word(told.getRun().getPhase()))
                            .setReason(told.getRun().getReason())
                            .setMessage(told.getRun().getMessage())
                            .setAhead(told.getAhead())
                            .addAllObstacles(told.getObstaclesList())
                            .setWorker(told.getRun().getWorker())
                            .setAttempt(told.getRun().getAttempt())
                            .build();
                });
    }
}
