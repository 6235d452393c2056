package dev.joch.policy.rule;

/**
 * What is wrong with a rule.
 *
 * @param field path in the policy, e.g. {@code spec.rules[2].expression}
 * @param line line inside an expression, from 1; 0 outside
 * @param column column inside an expression, from 1; 0 outside
 */
public record PolicyFinding(String field, String message, String fix, int line, int column) {}
