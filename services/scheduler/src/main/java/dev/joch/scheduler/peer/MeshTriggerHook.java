package dev.joch.scheduler.peer;

import com.google.protobuf.Value;

import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policy.v1.PolicyServiceGrpc;
import dev.joch.policy.v1.PolicyServiceGrpc.PolicyServiceBlockingStub;
import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.submit.TriggerHook;
import dev.joch.scheduler.submit.TriggerPayload;
import dev.joch.scheduler.v1.Run;
import dev.joch.service.problem.PeerFailure;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The policy engine's trigger hook, asked over the mesh. */
public final class MeshTriggerHook implements TriggerHook {

    private static final String HOOK = "steps/agentTrigger";
    private static final String TRIGGER_TYPE = "trigger.type";

    private final PolicyServiceBlockingStub engine;
    private final Duration patience;

    public MeshTriggerHook(Channel engine, Duration patience) {
        this.engine = PolicyServiceGrpc.newBlockingStub(engine);
        this.patience = patience;
    }

    @Override
    public EvaluateResponse ask(StoredRun stored, ExecutionInput input, String environment) {
        Run run = stored.run();
        EvaluateRequest request =
                EvaluateRequest.newBuilder()
                        .setTenant(run.getExecution().getTenant())
                        .setNamespace(run.getExecution().getNamespace())
                        .setAgent(run.getAgent())
                        .setEnvironment(environment)
                        .setHook(HOOK)
                        .putFacts(
                                TRIGGER_TYPE,
                                Value.newBuilder().setStringValue(stored.trigger()).build())
                        .setPayload(TriggerPayload.of(stored.trigger(), input))
                        .setExecutionId(stored.key().text())
                        .setExecutionUid(run.getUid())
                        .build();
        try {
            return engine.withDeadlineAfter(patience.toMillis(), TimeUnit.MILLISECONDS)
                    .evaluate(request);
        } catch (StatusRuntimeException e) {
            throw PeerFailure.of("the policy engine", e);
        }
    }
}
