package dev.joch.policyengine.judge;

import com.google.protobuf.Value;

import dev.joch.policy.decide.Question;
import dev.joch.policy.decide.Verdict;
import dev.joch.policy.redact.Redaction;
import dev.joch.policy.rule.CompiledPolicy;
import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policy.v1.RecordedDecision;
import dev.joch.policyengine.copy.AgentView;
import dev.joch.policyengine.copy.Copies;
import dev.joch.policyengine.exception.RulesOutOfForce;
import dev.joch.policyengine.guard.AskGuardians;
import dev.joch.policyengine.record.RecordDecisions;
import dev.joch.policyengine.record.Told;
import dev.joch.policyengine.store.ExceptionStore;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.service.id.Ids;
import dev.joch.service.problem.ProblemException;

import io.opentelemetry.api.trace.Span;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Answers one question, and records the answer. */
public final class Evaluate {

    private static final Logger LOG = LoggerFactory.getLogger(Evaluate.class);

    private final Copies copies;
    private final RulesOutOfForce outOfForce;
    private final ExceptionStore exceptions;
    private final AskGuardians guardians;
    private final RecordDecisions records;
    private final Told told;
    private final Ids ids;
    private final InstantSource clock;

    public Evaluate(
            Copies copies,
            RulesOutOfForce outOfForce,
            ExceptionStore exceptions,
            AskGuardians guardians,
            RecordDecisions records,
            Told told,
            Ids ids,
            InstantSource clock) {
        this.copies = copies;
        this.outOfForce = outOfForce;
        this.exceptions = exceptions;
        this.guardians = guardians;
        this.records = records;
        this.told = told;
        this.ids = ids;
        this.clock = clock;
    }

    public EvaluateResponse evaluate(EvaluateRequest request) {
        if (!copies.isReady()) {
            return Answers.closed(
                    "engine-starting",
                    "the policy engine has not read its policies yet; try again shortly");
        }
        AgentView view =
                copies.view(
                        ResourceKeys.of(
                                request.getTenant(),
                                "Agent",
                                request.getNamespace(),
                                request.getAgent()),
                        request.getEnvironment());
        EvaluateResponse answer = judge(request, view);
        if (request.getDryRun()) {
            return answer;
        }
        String id = ids.nextText();
        answer = pastPolicy(request, answer, id);
        answer = guardians.ask(request, view, answer);
        return recorded(request, view, answer.toBuilder().setDecisionId(id).build());
    }

    private EvaluateResponse judge(EvaluateRequest request, AgentView view) {
        if (!view.known() && Strictness.needed(request)) {
            return Answers.closed(
                    "agent-unknown",
                    "there is no agent "
                            + request.getNamespace()
                            + "/"
                            + request.getAgent()
                            + "; nothing that leaves traces elsewhere is allowed to it");
        }
        if (!view.missing().isEmpty() && Strictness.needed(request)) {
            return Answers.closed(
                    "policy-unresolved",
                    "policies " + view.missing() + " are demanded and not there; apply them");
        }
        Question question =
                new Question(
                        KnownContext.facts(view, request.getHook(), request.getFactsMap()),
                        request.getPayload());
        Verdict verdict = view.policies().decide(question, outOfForce.of(request.getTenant()));
        return Answers.of(verdict, view.policies().digest());
    }

    /** One call that somebody has granted passes, whatever policy says. */
    private EvaluateResponse pastPolicy(
            EvaluateRequest request, EvaluateResponse answer, String decision) {
        if (answer.getDecision() != Decision.DECISION_DENY
                && answer.getDecision() != Decision.DECISION_ASK) {
            return answer;
        }
        Value tool = request.getFactsMap().getOrDefault("tool.name", Value.getDefaultInstance());
        try {
            Optional<String> grant =
                    exceptions.use(
                            request.getTenant(),
                            request.getNamespace(),
                            request.getAgent(),
                            request.getHook(),
                            tool.getStringValue(),
                            decision,
                            used -> told.used(request, used, decision));
            return grant.map(used ->
                            answer.toBuilder()
                                    .setDecision(Decision.DECISION_ALLOW)
                                    .clearObligations()
                                    .setReason("break-glass")
                                    .setMessage("let through once by grant " + used)
                                    .setBreakGlassGrant(used)
                                    .build())
                    .orElse(answer);
        } catch (ProblemException e) {
            LOG.warn("grants cannot be read; policy holds", e);
            return answer;
        }
    }

    private EvaluateResponse recorded(
            EvaluateRequest request, AgentView view, EvaluateResponse answer) {
        List<CompiledPolicy> policies = view.policies().policies();
        RecordedDecision record =
                RecordedDecision.newBuilder()
                        .setDecisionId(answer.getDecisionId())
                        .setDecidedAt(Told.timestamp(clock.instant()))
                        .setRequest(kept(request, policies))
                        .setResponse(answer.toBuilder().clearModifiedPayload())
                        .setTraceId(traceId())
                        .build();
        List<String> names =
                policies.stream().map(policy -> policy.namespace() + "/" + policy.name()).toList();
        boolean quick =
                answer.getDecision() == Decision.DECISION_ALLOW
                        && answer.getBreakGlassGrant().isEmpty();
        if (quick) {
            return records.writeLater(record, names) || !Strictness.needed(request)
                    ? answer
                    : Answers.closed(
                            "records-full",
                            "decisions cannot be recorded at the moment; try again shortly");
        }
        try {
            records.write(record, names);
            return answer;
        } catch (ProblemException e) {
            LOG.warn("a decision cannot be recorded", e);
            return answer.getDecision() == Decision.DECISION_DENY || !Strictness.needed(request)
                    ? answer
                    : Answers.closed(
                            "records-away",
                            "decisions cannot be recorded at the moment; try again shortly");
        }
    }

    /** The request as policy lets it be kept. */
    private static EvaluateRequest kept(EvaluateRequest request, List<CompiledPolicy> policies) {
        boolean payload =
                policies.stream()
                        .allMatch(policy ->
                                !policy.spec().getAudit().hasLogRequests()
                                        || policy.spec().getAudit().getLogRequests());
        EvaluateRequest.Builder kept = request.toBuilder();
        if (!payload) {
            return kept.clearPayload().removeFacts("tool.args").build();
        }
        // whatever policy says of secrets, personal data is not kept either
        if (request.hasPayload()) {
            kept.setPayload(Redaction.redact(request.getPayload(), List.of()));
        }
        Value arguments = request.getFactsMap().get("tool.args");
        if (arguments != null) {
            kept.putFacts("tool.args", Redaction.redact(arguments, List.of()));
        }
        return kept.build();
    }

    private static String traceId() {
        Span span = Span.current();
        return span.getSpanContext().isValid() ? span.getSpanContext().getTraceId() : "";
    }
}
