package dev.joch.policyengine;

import dev.joch.common.v1.Caller;
import dev.joch.policy.fact.Hooks;
import dev.joch.policy.v1.DisableRuleRequest;
import dev.joch.policy.v1.DisableRuleResponse;
import dev.joch.policy.v1.DistributeRequest;
import dev.joch.policy.v1.DistributeResponse;
import dev.joch.policy.v1.EnableRuleRequest;
import dev.joch.policy.v1.EnableRuleResponse;
import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policy.v1.EvaluateStreamRequest;
import dev.joch.policy.v1.EvaluateStreamResponse;
import dev.joch.policy.v1.GetPolicyUseRequest;
import dev.joch.policy.v1.GetPolicyUseResponse;
import dev.joch.policy.v1.GrantBreakGlassRequest;
import dev.joch.policy.v1.GrantBreakGlassResponse;
import dev.joch.policy.v1.HandleHookRequest;
import dev.joch.policy.v1.HandleHookResponse;
import dev.joch.policy.v1.ListDecisionsRequest;
import dev.joch.policy.v1.ListDecisionsResponse;
import dev.joch.policy.v1.ListDisabledRulesRequest;
import dev.joch.policy.v1.ListDisabledRulesResponse;
import dev.joch.policy.v1.PolicyServiceGrpc.PolicyServiceImplBase;
import dev.joch.policy.v1.PreflightRequest;
import dev.joch.policy.v1.PreflightResponse;
import dev.joch.policy.v1.PreviewPoliciesRequest;
import dev.joch.policy.v1.PreviewPoliciesResponse;
import dev.joch.policyengine.copy.Distribute;
import dev.joch.policyengine.exception.Exceptions;
import dev.joch.policyengine.exception.RulesOutOfForce;
import dev.joch.policyengine.hook.HandleHook;
import dev.joch.policyengine.judge.Evaluate;
import dev.joch.policyengine.preflight.Preflight;
import dev.joch.policyengine.preflight.Preview;
import dev.joch.policyengine.record.ReadDecisions;
import dev.joch.resource.kind.Kinds;
import dev.joch.service.caller.Callers;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.stub.StreamObserver;

/** Proto in, one call, proto out. */
final class PolicyEngineEndpoint extends PolicyServiceImplBase {

    private static final int MOST_SECONDS_DISABLED = 86_400;
    private static final int MOST_SECONDS_GRANTED = 3_600;

    /** The use cases behind the face. */
    record UseCases(
            Distribute distribute,
            Evaluate evaluate,
            HandleHook hooks,
            Preflight preflight,
            Preview preview,
            ReadDecisions read,
            Exceptions exceptions,
            RulesOutOfForce outOfForce) {}

    private final UseCases use;

    PolicyEngineEndpoint(UseCases use) {
        this.use = use;
    }

    @Override
    public void preflight(PreflightRequest request, StreamObserver<PreflightResponse> answer) {
        tenant(request.getTenant());
        reply(answer, use.preflight().check(request));
    }

    @Override
    public void evaluate(EvaluateRequest request, StreamObserver<EvaluateResponse> answer) {
        question(request);
        EvaluateResponse decided = use.evaluate().evaluate(request);
        Failpoint.ENGINE_ANSWER_BEFORE.hit();
        reply(answer, decided);
        Failpoint.ENGINE_ANSWER_AFTER.hit();
    }

    @Override
    public StreamObserver<EvaluateStreamRequest> evaluateStream(
            StreamObserver<EvaluateStreamResponse> answers) {
        return EvaluateMany.on(
                answers,
                request -> {
                    question(request);
                    return use.evaluate().evaluate(request);
                });
    }

    @Override
    public void handleHook(HandleHookRequest request, StreamObserver<HandleHookResponse> answer) {
        tenant(request.getTenant());
        reply(
                answer,
                HandleHookResponse.newBuilder()
                        .setMessage(
                                use.hooks()
                                        .handle(
                                                request.getTenant(),
                                                request.getNamespace(),
                                                request.getMessage()))
                        .build());
    }

    @Override
    public void distribute(DistributeRequest request, StreamObserver<DistributeResponse> answer) {
        Caller caller = Callers.current();
        if (!caller.getMethod().equals("service") && !caller.getTenant().isEmpty()) {
            throw invalid("caller", "only controllers hand over what decisions depend on");
        }
        request.getResourcesList()
                .forEach(resource -> {
                    if (!Distribute.KINDS.contains(resource.getKind())) {
                        throw invalid("resources.kind", "is one of " + Distribute.KINDS);
                    }
                    // every replica reads what is kept; none must stumble over it
                    if (!resource.getSpec()
                            .getTypeUrl()
                            .endsWith(
                                    "/"
                                            + Kinds.kind(resource.getKind())
                                                    .specDescriptor()
                                                    .getFullName())) {
                        throw invalid("resources.spec", "is the spec of another kind");
                    }
                });
        reply(answer, use.distribute().distribute(request));
    }

    @Override
    public void listDecisions(
            ListDecisionsRequest request, StreamObserver<ListDecisionsResponse> answer) {
        tenant(request.getTenant());
        reply(answer, use.read().list(request));
    }

    @Override
    public void previewPolicies(
            PreviewPoliciesRequest request, StreamObserver<PreviewPoliciesResponse> answer) {
        tenant(request.getTenant());
        reply(answer, use.preview().preview(request));
    }

    @Override
    public void disableRule(
            DisableRuleRequest request, StreamObserver<DisableRuleResponse> answer) {
        tenant(request.getPolicy().getTenant());
        seconds(request.getSeconds(), MOST_SECONDS_DISABLED);
        reason(request.getReason());
        reply(
                answer,
                DisableRuleResponse.newBuilder()
                        .setDisabled(use.exceptions().disable(request, who()))
                        .build());
    }

    @Override
    public void enableRule(EnableRuleRequest request, StreamObserver<EnableRuleResponse> answer) {
        tenant(request.getPolicy().getTenant());
        use.exceptions().enable(request, who());
        reply(answer, EnableRuleResponse.getDefaultInstance());
    }

    @Override
    public void listDisabledRules(
            ListDisabledRulesRequest request, StreamObserver<ListDisabledRulesResponse> answer) {
        tenant(request.getTenant());
        reply(
                answer,
                ListDisabledRulesResponse.newBuilder()
                        .addAllDisabled(use.outOfForce().disabled(request.getTenant()))
                        .build());
    }

    @Override
    public void grantBreakGlass(
            GrantBreakGlassRequest request, StreamObserver<GrantBreakGlassResponse> answer) {
        tenant(request.getTenant());
        seconds(request.getSeconds(), MOST_SECONDS_GRANTED);
        reason(request.getReason());
        if (request.getAgent().isEmpty() || request.getHook().isEmpty()) {
            throw invalid("agent", "a grant is for one hook of one agent");
        }
        if (request.getHook().equals(Hooks.TOOL_REQUEST) && request.getTool().isEmpty()) {
            throw invalid("tool", "a grant for a call of a tool names the tool");
        }
        reply(answer, use.exceptions().grant(request, who()));
    }

    @Override
    public void getPolicyUse(
            GetPolicyUseRequest request, StreamObserver<GetPolicyUseResponse> answer) {
        tenant(request.getPolicy().getTenant());
        reply(answer, use.read().use(request));
    }

    private static void question(EvaluateRequest request) {
        tenant(request.getTenant());
        if (request.getHook().isEmpty()) {
            throw invalid("hook", "a question names the hook at which it is asked");
        }
    }

    private static void seconds(int seconds, int most) {
        if (seconds < 1 || seconds > most) {
            throw invalid("seconds", "from 1 to " + most);
        }
    }

    private static void reason(String reason) {
        if (reason.isBlank()) {
            throw invalid("reason", "say why; it goes into the audit log");
        }
    }

    private static String who() {
        String subject = Callers.current().getSubject();
        return subject.isEmpty() ? "unknown" : subject;
    }

    /** Whoever acts for a person stays in that person's tenant. */
    private static void tenant(String tenant) {
        Caller caller = Callers.current();
        if (tenant.isEmpty()) {
            throw invalid("tenant", "a question is about one tenant");
        }
        if (!caller.getMethod().equals("service")
                && !caller.getTenant().isEmpty()
                && !tenant.equals(caller.getTenant())) {
            throw invalid("tenant", "is not the tenant of the caller");
        }
    }

    private static ProblemException invalid(String field, String rule) {
        return new ProblemException(new ServiceProblem.InvalidRequest(field, rule));
    }

    private static <T> void reply(StreamObserver<T> answer, T message) {
        answer.onNext(message);
        answer.onCompleted();
    }
}
