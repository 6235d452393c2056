package dev.joch.policy.decide;

import com.google.protobuf.Value;

import dev.joch.policy.rule.CompiledRule;
import dev.joch.policy.v1.Decision;

import java.util.List;
import java.util.Optional;

/**
 * What is answered.
 *
 * @param deciding the rule that decided: the one that denies, else the first one that asks, else
 *     the first one that redacts
 * @param matched rules that matched, in order; none after a denial
 * @param obligations rules that want somebody to agree
 * @param payload what is to be sent on instead, where rules changed it
 */
public record Verdict(
        Decision decision,
        Optional<CompiledRule> deciding,
        List<CompiledRule> matched,
        List<CompiledRule> obligations,
        Optional<Value> payload) {

    /** When no rule has anything against it. */
    public static final Verdict ALLOW =
            new Verdict(
                    Decision.DECISION_ALLOW,
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    Optional.empty());

    public Verdict {
        matched = List.copyOf(matched);
        obligations = List.copyOf(obligations);
    }
}
