package dev.joch.apiserver.grpc;

import dev.joch.api.v1.DisableRuleRequest;
import dev.joch.api.v1.DisableRuleResponse;
import dev.joch.api.v1.EnableRuleRequest;
import dev.joch.api.v1.EnableRuleResponse;
import dev.joch.api.v1.GrantBreakGlassRequest;
import dev.joch.api.v1.GrantBreakGlassResponse;
import dev.joch.api.v1.HandleHookRequest;
import dev.joch.api.v1.HandleHookResponse;
import dev.joch.api.v1.ListDecisionsRequest;
import dev.joch.api.v1.ListDecisionsResponse;
import dev.joch.api.v1.ListDisabledRulesRequest;
import dev.joch.api.v1.ListDisabledRulesResponse;
import dev.joch.api.v1.PolicyServiceGrpc.PolicyServiceImplBase;
import dev.joch.api.v1.PreviewPoliciesRequest;
import dev.joch.api.v1.PreviewPoliciesResponse;
import dev.joch.apiserver.policy.HandleHook;
import dev.joch.apiserver.policy.PolicyUseCases;
import dev.joch.service.caller.Callers;

import io.grpc.stub.StreamObserver;

/** Policy: proto in, one call, proto out. */
public final class PolicyEndpoint extends PolicyServiceImplBase {

    private final PolicyUseCases cases;
    private final UnaryCall call = new UnaryCall();

    public PolicyEndpoint(PolicyUseCases cases) {
        this.cases = cases;
    }

    @Override
    public void handleHook(HandleHookRequest request, StreamObserver<HandleHookResponse> out) {
        call.send(hook(request), out);
    }

    /** What is wrong with the request is said in JSON-RPC as well. */
    private HandleHookResponse hook(HandleHookRequest request) {
        try {
            call.check(request);
        } catch (RuntimeException e) {
            return HandleHook.refused(request, e);
        }
        return cases.hook().run(Callers.current(), request);
    }

    @Override
    public void previewPolicies(
            PreviewPoliciesRequest request, StreamObserver<PreviewPoliciesResponse> out) {
        call.answer(request, out, cases.preview()::run);
    }

    @Override
    public void listDecisions(
            ListDecisionsRequest request, StreamObserver<ListDecisionsResponse> out) {
        call.answer(request, out, cases.decisions()::run);
    }

    @Override
    public void disableRule(DisableRuleRequest request, StreamObserver<DisableRuleResponse> out) {
        call.answer(request, out, cases.suspend()::disable);
    }

    @Override
    public void enableRule(EnableRuleRequest request, StreamObserver<EnableRuleResponse> out) {
        call.answer(request, out, cases.suspend()::enable);
    }

    @Override
    public void listDisabledRules(
            ListDisabledRulesRequest request, StreamObserver<ListDisabledRulesResponse> out) {
        call.answer(request, out, cases.suspend()::list);
    }

    @Override
    public void grantBreakGlass(
            GrantBreakGlassRequest request, StreamObserver<GrantBreakGlassResponse> out) {
        call.answer(request, out, cases.breakGlass()::run);
    }
}
