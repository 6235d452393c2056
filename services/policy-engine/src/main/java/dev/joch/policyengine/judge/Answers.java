package dev.joch.policyengine.judge;

import dev.joch.policy.decide.Verdict;
import dev.joch.policy.rule.CompiledRule;
import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policy.v1.MatchedRule;
import dev.joch.policy.v1.Obligation;
import dev.joch.resource.v1alpha1.PolicyRule;

/** A verdict in the words of the contract. */
public final class Answers {

    public static final String ENGINE = "joch-policy-engine";

    private Answers() {}

    public static EvaluateResponse of(Verdict verdict, String digest) {
        EvaluateResponse.Builder answer =
                EvaluateResponse.newBuilder()
                        .setDecision(verdict.decision())
                        .setGuardian(ENGINE)
                        .setPolicyDigest(digest);
        verdict.matched().forEach(rule -> answer.addMatched(matched(rule)));
        verdict.obligations()
                .forEach(rule ->
                        answer.addObligations(
                                Obligation.newBuilder()
                                        .setPolicy(rule.id().policy())
                                        .setPolicyVersion(rule.version())
                                        .setRule(rule.id().rule())
                                        .setRequirement(rule.source().getRequire())));
        verdict.payload().ifPresent(answer::setModifiedPayload);
        verdict.deciding()
                .ifPresent(rule ->
                        answer.setPolicy(rule.id().policy())
                                .setPolicyVersion(rule.version())
                                .setRule(rule.id().rule())
                                .setReason(reason(rule.source()))
                                .setMessage(sentence(verdict.decision(), rule)));
        return answer.build();
    }

    /** No because something that belongs to the decision is away. */
    static EvaluateResponse closed(String reason, String message) {
        return EvaluateResponse.newBuilder()
                .setDecision(Decision.DECISION_DENY)
                .setGuardian(ENGINE)
                .setReason(reason)
                .setMessage(message)
                .build();
    }

    private static MatchedRule matched(CompiledRule rule) {
        return MatchedRule.newBuilder()
                .setPolicy(rule.id().policy())
                .setPolicyVersion(rule.version())
                .setRule(rule.id().rule())
                .setEffect(effect(rule.source()))
                .setReason(reason(rule.source()))
                .build();
    }

    private static String effect(PolicyRule rule) {
        if (rule.hasRequire()) {
            return "approval";
        }
        return rule.getAction().getDeny() ? "deny" : "redact";
    }

    private static String reason(PolicyRule rule) {
        if (!rule.getAction().getReason().isEmpty()) {
            return rule.getAction().getReason();
        }
        return switch (effect(rule)) {
            case "approval" -> "approval-required";
            case "deny" -> "policy-denied";
            default -> "redacted";
        };
    }

    private static String sentence(Decision decision, CompiledRule rule) {
        String who =
                "Policy "
                        + rule.id().policy()
                        + "@"
                        + rule.version()
                        + ", rule "
                        + rule.id().rule();
        return switch (decision) {
            case DECISION_DENY -> who + ", denies it: " + reason(rule.source());
            case DECISION_ASK -> who + ", asks for the agreement of a person";
            case DECISION_MODIFY -> who + ", removes sensitive data";
            default -> who + ", matched and changed nothing";
        };
    }
}
