package dev.joch.admission.preflight;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.rules.Resolution;
import dev.joch.policy.v1.PolicyServiceGrpc;
import dev.joch.policy.v1.PolicyServiceGrpc.PolicyServiceBlockingStub;
import dev.joch.policy.v1.PreflightDocument;
import dev.joch.policy.v1.PreflightRequest;
import dev.joch.policy.v1.PreflightResponse;
import dev.joch.service.problem.PeerFailure;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The policy engine, asked after the environment's lists. If it does not answer, the call fails and
 * nothing is stored.
 */
public final class EnginePreflight implements Preflight {

    private final Preflight first;
    private final PolicyServiceBlockingStub engine;

    public EnginePreflight(Preflight first, Channel engine) {
        this.first = first;
        this.engine = PolicyServiceGrpc.newBlockingStub(engine);
    }

    @Override
    public Map<Integer, List<String>> check(
            String tenant, List<Draft> drafts, Resolution resolution, Findings findings) {
        Map<Integer, List<String>> policies =
                new HashMap<>(first.check(tenant, drafts, resolution, findings));
        PreflightRequest.Builder request = PreflightRequest.newBuilder().setTenant(tenant);
        for (Draft draft : drafts) {
            request.addDocuments(document(tenant, draft, resolution));
        }
        PreflightResponse answer = ask(request.build());
        findings.add(answer.getDiagnosticsList());
        answer.getEffectivePoliciesList()
                .forEach(effective ->
                        policies.put(effective.getDocument(), effective.getPoliciesList()));
        return policies;
    }

    private static PreflightDocument document(String tenant, Draft draft, Resolution resolution) {
        PreflightDocument.Builder document =
                PreflightDocument.newBuilder()
                        .setDocument(draft.document())
                        .setResource(draft.resource())
                        .setEnvironment(draft.environment())
                        .addAllTargets(new LedTo(resolution).of(draft));
        resolution
                .find(EnvironmentPreflight.environmentKey(tenant, draft.environment()))
                .ifPresent(found -> document.setEnvironmentResource(found.resource()));
        return document.build();
    }

    /** An engine that breaks, or that does not know the question, is away: it has not said yes. */
    private PreflightResponse ask(PreflightRequest request) {
        try {
            return engine.preflight(request);
        } catch (StatusRuntimeException e) {
            throw PeerFailure.of("the policy engine", e);
        }
    }
}
