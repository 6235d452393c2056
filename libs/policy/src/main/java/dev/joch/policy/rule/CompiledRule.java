package dev.joch.policy.rule;

import dev.joch.resource.v1alpha1.PolicyRule;

/**
 * One rule, ready to be asked.
 *
 * @param version of the policy, {@code v} and its generation
 * @param source as it was written
 * @param position in its policy, from 0
 * @param cel its condition in CEL, whichever form it was written in; empty is always
 * @param reason slug for machines, never empty
 */
public record CompiledRule(
        RuleId id,
        String version,
        PolicyRule source,
        int position,
        String cel,
        Condition condition,
        Effect effect,
        String reason) {

    /** Reason of a rule that denies because it could not be compiled. */
    public static final String NOT_COMPILED = "rule-not-compiled";

    /** Reason of a rule that could not be decided on the facts there were. */
    public static final String FAILED = "rule-failed";
}
