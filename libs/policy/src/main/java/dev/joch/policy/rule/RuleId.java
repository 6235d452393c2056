package dev.joch.policy.rule;

/**
 * Names a rule.
 *
 * @param namespace of the policy
 * @param policy its name
 * @param rule name of the rule, or its position: {@code rules[2]}
 */
public record RuleId(String namespace, String policy, String rule) {}
