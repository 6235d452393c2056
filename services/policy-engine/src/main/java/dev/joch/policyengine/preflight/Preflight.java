package dev.joch.policyengine.preflight;

import com.google.protobuf.Value;

import dev.joch.common.v1.Diagnostic;
import dev.joch.policy.decide.Question;
import dev.joch.policy.decide.Verdict;
import dev.joch.policy.rule.CompiledRule;
import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.EffectivePolicies;
import dev.joch.policy.v1.PreflightDocument;
import dev.joch.policy.v1.PreflightRequest;
import dev.joch.policy.v1.PreflightResponse;
import dev.joch.policy.v1.PreflightTarget;
import dev.joch.policyengine.ask.KnownContext;
import dev.joch.policyengine.copy.AgentView;
import dev.joch.policyengine.copy.Copies;
import dev.joch.policyengine.copy.Distribute;
import dev.joch.policyengine.exception.RulesOutOfForce;
import dev.joch.policyengine.fact.TargetFacts;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.util.HashMap;
import java.util.Map;

/**
 * Judges what an agent leads to before it is stored. A rule speaks only where all its facts are
 * known by then: what depends on a run is judged when it runs.
 */
public final class Preflight {

    private final Copies copies;
    private final RulesOutOfForce outOfForce;

    public Preflight(Copies copies, RulesOutOfForce outOfForce) {
        this.copies = copies;
        this.outOfForce = outOfForce;
    }

    public PreflightResponse check(PreflightRequest request) {
        if (!copies.isReady()) {
            throw new ProblemException(new ServiceProblem.Unavailable("the policy engine"));
        }
        Map<ResourceKey, Resource> drafts = new HashMap<>();
        for (PreflightDocument document : request.getDocumentsList()) {
            Resource resource = document.getResource();
            if (Distribute.KINDS.contains(resource.getKind())) {
                drafts.put(ResourceKeys.of(resource), resource);
            }
        }
        PreflightResponse.Builder answer = PreflightResponse.newBuilder();
        for (PreflightDocument document : request.getDocumentsList()) {
            if (document.getResource().getKind().equals("Agent")) {
                agent(document, drafts, answer);
            }
        }
        return answer.build();
    }

    private void agent(
            PreflightDocument document,
            Map<ResourceKey, Resource> drafts,
            PreflightResponse.Builder answer) {
        Map<ResourceKey, Resource> known = drafts;
        if (document.hasEnvironmentResource()) {
            known = new HashMap<>(drafts);
            known.putIfAbsent(
                    ResourceKeys.of(document.getEnvironmentResource()),
                    document.getEnvironmentResource());
        }
        AgentView view =
                copies.view(
                        ResourceKeys.of(document.getResource()), document.getEnvironment(), known);
        answer.addEffectivePolicies(
                EffectivePolicies.newBuilder()
                        .setDocument(document.getDocument())
                        .addAllPolicies(view.versions()));
        for (PreflightTarget target : document.getTargetsList()) {
            Map<String, Value> facts =
                    KnownContext.facts(view, "", TargetFacts.of(target.getResource()));
            Verdict verdict =
                    view.policies()
                            .decide(
                                    new Question(facts, Value.getDefaultInstance()),
                                    outOfForce.of(view.agent().getTenant()));
            if (verdict.decision() == Decision.DECISION_DENY && concerns(verdict, target)) {
                answer.addDiagnostics(denied(document, target, verdict));
            }
        }
    }

    /**
     * A rule about the agent alone is no verdict on what it leads to, and still one on the agent.
     */
    private static boolean concerns(Verdict verdict, PreflightTarget target) {
        return verdict.deciding().isPresent() && target.hasResource();
    }

    private static Diagnostic denied(
            PreflightDocument document, PreflightTarget target, Verdict verdict) {
        CompiledRule rule = verdict.deciding().orElseThrow();
        String what =
                target.getResource().getKind() + " " + target.getResource().getMetadata().getName();
        String way = target.getWay().isEmpty() ? "" : target.getWay() + " leads to ";
        return Diagnostic.newBuilder()
                .setSeverity(Diagnostic.Severity.SEVERITY_ERROR)
                .setReason("PREFLIGHT_DENIED")
                .setDocument(document.getDocument())
                .setResource(ResourceKeys.text(ResourceKeys.of(document.getResource())))
                .setField(target.getField())
                .setMessage(
                        way
                                + what
                                + ", which policy "
                                + rule.id().policy()
                                + "@"
                                + rule.version()
                                + " denies in environment "
                                + document.getEnvironment()
                                + ": "
                                + verdict.reason())
                .setFix(
                        "rule "
                                + rule.id().rule()
                                + " of policy "
                                + rule.id().policy()
                                + "; choose another "
                                + target.getResource().getKind()
                                + ", or ask who keeps the policy")
                .build();
    }
}
