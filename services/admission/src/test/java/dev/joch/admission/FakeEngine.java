package dev.joch.admission;

import dev.joch.common.v1.Diagnostic;
import dev.joch.policy.v1.EffectivePolicies;
import dev.joch.policy.v1.PolicyServiceGrpc.PolicyServiceImplBase;
import dev.joch.policy.v1.PreflightRequest;
import dev.joch.policy.v1.PreflightResponse;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;

import org.jspecify.annotations.Nullable;

/** A policy engine that denies whatever is called {@code forbidden}. */
final class FakeEngine extends PolicyServiceImplBase {

    private volatile Status.@Nullable Code failure;

    private volatile PreflightRequest last = PreflightRequest.getDefaultInstance();

    /** What it was asked last. */
    PreflightRequest last() {
        return last;
    }

    /** Answers with this code from now on. */
    void fail(Status.Code code) {
        failure = code;
    }

    @Override
    public void preflight(PreflightRequest request, StreamObserver<PreflightResponse> answer) {
        Status.@Nullable Code code = failure;
        if (code != null) {
            answer.onError(code.toStatus().asRuntimeException());
            return;
        }
        last = request;
        PreflightResponse.Builder verdict = PreflightResponse.newBuilder();
        request.getDocumentsList()
                .forEach(document -> {
                    verdict.addEffectivePolicies(
                            EffectivePolicies.newBuilder()
                                    .setDocument(document.getDocument())
                                    .addPolicies("guard@v7"));
                    if (document.getResource().getMetadata().getName().equals("forbidden")) {
                        verdict.addDiagnostics(
                                Diagnostic.newBuilder()
                                        .setReason("PREFLIGHT_DENIED")
                                        .setDocument(document.getDocument())
                                        .setField("metadata.name")
                                        .setMessage("policy guard, rule names, says no")
                                        .setFix("choose another name"));
                    }
                });
        answer.onNext(verdict.build());
        answer.onCompleted();
    }
}
