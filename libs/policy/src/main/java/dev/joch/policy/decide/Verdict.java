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
 *     the first one that changes something; none where it may go on unchanged
 * @param matched rules that matched, in order, up to a denial
 * @param obligations rules that want somebody to agree; none with a denial
 * @param payload what is to be sent on instead, where rules changed it; none with a denial
 * @param reason slug for machines; empty without a deciding rule
 * @param message sentence for people
 */
public record Verdict(
        Decision decision,
        Optional<CompiledRule> deciding,
        List<CompiledRule> matched,
        List<CompiledRule> obligations,
        Optional<Value> payload,
        String reason,
        String message) {

    static final String NO_OBJECTION = "No policy objects.";

    /** When no rule has anything against it. */
    public static final Verdict ALLOW =
            new Verdict(
                    Decision.DECISION_ALLOW,
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    "",
                    NO_OBJECTION);

    public Verdict {
        matched = List.copyOf(matched);
        obligations = List.copyOf(obligations);
    }
}
