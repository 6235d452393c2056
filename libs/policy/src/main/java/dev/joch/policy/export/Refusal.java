package dev.joch.policy.export;

/**
 * What a language cannot say.
 *
 * @param field e.g. {@code spec.rules[2].expression}
 * @param line in the expression, from 1; 0 outside of expressions
 * @param column in that line, from 1; 0 outside of expressions
 */
public record Refusal(String field, String message, String fix, int line, int column) {}
