package dev.joch.policyengine.judge;

import dev.joch.policy.decide.Verdict;
import dev.joch.policy.rule.CompiledRule;
import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policy.v1.MatchedRule;
import dev.joch.policy.v1.Obligation;

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
                                .setRule(rule.id().rule()));
        return answer.setReason(verdict.reason()).setMessage(verdict.message()).build();
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
                .setEffect(rule.effect().word())
                .setReason(rule.reason())
                .build();
    }
}
