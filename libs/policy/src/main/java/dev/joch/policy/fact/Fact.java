package dev.joch.policy.fact;

import java.util.Set;

/**
 * Something that can be known about a question.
 *
 * @param name as in {@code when} and in expressions, e.g. {@code tool.sideEffect}
 * @param hooks where it can be known; empty is everywhere
 * @param words what it can be; empty is any value of the type
 * @param meaning a sentence part for people
 */
public record Fact(
        String name, FactType type, Set<String> hooks, Set<String> words, String meaning) {

    public Fact {
        hooks = Set.copyOf(hooks);
        words = Set.copyOf(words);
    }

    /** Whether it can be known at this hook. */
    public boolean knownAt(String hook) {
        return hooks.isEmpty() || hooks.contains(hook);
    }
}
