package dev.joch.apiserver.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;

import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.DisableRuleRequest;
import dev.joch.policy.v1.DisableRuleResponse;
import dev.joch.policy.v1.DisabledRule;
import dev.joch.policy.v1.EnableRuleRequest;
import dev.joch.policy.v1.EnableRuleResponse;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policy.v1.GrantBreakGlassRequest;
import dev.joch.policy.v1.GrantBreakGlassResponse;
import dev.joch.policy.v1.HandleHookRequest;
import dev.joch.policy.v1.HandleHookResponse;
import dev.joch.policy.v1.ListDecisionsRequest;
import dev.joch.policy.v1.ListDecisionsResponse;
import dev.joch.policy.v1.ListDisabledRulesRequest;
import dev.joch.policy.v1.ListDisabledRulesResponse;
import dev.joch.policy.v1.PolicyServiceGrpc.PolicyServiceImplBase;
import dev.joch.policy.v1.PreviewPoliciesRequest;
import dev.joch.policy.v1.PreviewPoliciesResponse;
import dev.joch.policy.v1.RecordedDecision;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what it was asked, and answers unless it is told to be away. */
public final class FakePolicies extends PolicyServiceImplBase {

    private final List<Message> asked = new CopyOnWriteArrayList<>();
    private volatile boolean away;

    public Message last() {
        return asked.getLast();
    }

    /** Answers nothing from now on. */
    public void leave() {
        away = true;
    }

    @Override
    public void handleHook(HandleHookRequest request, StreamObserver<HandleHookResponse> out) {
        boolean notification = !request.getMessage().toStringUtf8().contains("\"id\"");
        answer(
                request,
                HandleHookResponse.newBuilder()
                        .setMessage(
                                ByteString.copyFromUtf8(
                                        notification
                                                ? ""
                                                : "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":{\"decision\":\"allow\"}}"))
                        .build(),
                out);
    }

    @Override
    public void listDecisions(
            ListDecisionsRequest request, StreamObserver<ListDecisionsResponse> out) {
        answer(
                request,
                ListDecisionsResponse.newBuilder()
                        .addDecisions(
                                RecordedDecision.newBuilder()
                                        .setDecisionId("d1")
                                        .setResponse(
                                                EvaluateResponse.newBuilder()
                                                        .setDecision(Decision.DECISION_DENY)))
                        .build(),
                out);
    }

    @Override
    public void previewPolicies(
            PreviewPoliciesRequest request, StreamObserver<PreviewPoliciesResponse> out) {
        answer(
                request,
                PreviewPoliciesResponse.newBuilder().setReplayed(9).setChanged(2).build(),
                out);
    }

    @Override
    public void disableRule(DisableRuleRequest request, StreamObserver<DisableRuleResponse> out) {
        answer(
                request,
                DisableRuleResponse.newBuilder()
                        .setDisabled(
                                DisabledRule.newBuilder()
                                        .setPolicy(request.getPolicy())
                                        .setRule(request.getRule()))
                        .build(),
                out);
    }

    @Override
    public void enableRule(EnableRuleRequest request, StreamObserver<EnableRuleResponse> out) {
        answer(request, EnableRuleResponse.getDefaultInstance(), out);
    }

    @Override
    public void listDisabledRules(
            ListDisabledRulesRequest request, StreamObserver<ListDisabledRulesResponse> out) {
        answer(request, ListDisabledRulesResponse.getDefaultInstance(), out);
    }

    @Override
    public void grantBreakGlass(
            GrantBreakGlassRequest request, StreamObserver<GrantBreakGlassResponse> out) {
        answer(
                request,
                GrantBreakGlassResponse.newBuilder()
                        .setGrantId("g1")
                        .addEffectivePolicies("writes@v3")
                        .build(),
                out);
    }

    private <A> void answer(Message request, A answer, StreamObserver<A> out) {
        if (away) {
            out.onError(Status.UNAVAILABLE.asRuntimeException());
            return;
        }
        asked.add(request);
        out.onNext(answer);
        out.onCompleted();
    }
}
