package dev.joch.policy.rule;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.joch.resource.v1alpha1.PolicyRule;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.Set;

/**
 * A rule that can be asked.
 *
 * @param version of the policy, {@code v} and its generation
 * @param needs facts that must be known, as a set of bits
 * @param equalities texts of which a fact must be one for the rule to match; for finding it fast
 * @param program absent when the rule does not compile: it then matches whatever it is asked
 */
public record CompiledRule(
        RuleId id,
        String version,
        PolicyRule source,
        long needs,
        Map<String, Set<String>> equalities,
        CelRuntime.@Nullable Program program) {

    public CompiledRule {
        equalities = Map.copyOf(equalities);
    }

    /** A rule that cannot be evaluated was meant to stop something: it matches. */
    public boolean matches(Map<String, ?> facts) {
        CelRuntime.Program asked = program;
        if (asked == null) {
            return true;
        }
        try {
            return !Boolean.FALSE.equals(asked.eval(facts));
        } catch (CelEvaluationException e) {
            return true;
        }
    }
}
