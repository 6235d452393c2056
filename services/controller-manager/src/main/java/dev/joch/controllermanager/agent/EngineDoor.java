package dev.joch.controllermanager.agent;

import dev.joch.policy.v1.DistributeRequest;
import dev.joch.policy.v1.DistributeResponse;
import dev.joch.policy.v1.Distributed;
import dev.joch.policy.v1.GetPolicyUseRequest;
import dev.joch.policy.v1.GetPolicyUseResponse;
import dev.joch.policy.v1.PolicyServiceGrpc;
import dev.joch.policy.v1.PolicyServiceGrpc.PolicyServiceBlockingStub;
import dev.joch.policy.v1.RemovedResource;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.problem.PeerFailure;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;

/** Hands the policy engine what it decides by. */
public final class EngineDoor {

    private static final String PEER = "the policy engine";

    private final PolicyServiceBlockingStub engine;

    public EngineDoor(Channel engine) {
        this.engine = PolicyServiceGrpc.newBlockingStub(engine);
    }

    public Distributed distribute(Resource resource) {
        DistributeResponse answer =
                send(DistributeRequest.newBuilder().addResources(resource).build());
        if (answer.getDistributedCount() != 1) {
            throw new IllegalStateException("the policy engine answers for each resource");
        }
        return answer.getDistributed(0);
    }

    public void remove(ResourceKey key, long revision) {
        send(
                DistributeRequest.newBuilder()
                        .addRemoved(RemovedResource.newBuilder().setKey(key).setRevision(revision))
                        .build());
    }

    private DistributeResponse send(DistributeRequest request) {
        try {
            return engine.distribute(request);
        } catch (StatusRuntimeException e) {
            throw PeerFailure.of(PEER, e);
        }
    }

    public GetPolicyUseResponse use(ResourceKey policy) {
        try {
            return engine.getPolicyUse(GetPolicyUseRequest.newBuilder().setPolicy(policy).build());
        } catch (StatusRuntimeException e) {
            throw PeerFailure.of(PEER, e);
        }
    }
}
