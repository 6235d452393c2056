package dev.joch.policy.fact;

import org.jspecify.annotations.Nullable;

import java.util.Set;

/**
 * Something that can be known about a question.
 *
 * @param name as in {@code when} and in expressions, e.g. {@code tool.sideEffect}
 * @param index position among all facts
 * @param hooks where it can be known; empty is everywhere
 * @param words what it can be; empty is any value of the type
 * @param meaning a sentence part for people
 */
public record Fact(
        String name,
        FactType type,
        int index,
        Set<String> hooks,
        Set<String> words,
        String meaning) {

    public Fact {
        hooks = Set.copyOf(hooks);
        words = Set.copyOf(words);
    }

    /** The name says it all, and facts are looked up often. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Fact fact && fact.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    /** Whether it can be known at this hook. */
    public boolean knownAt(String hook) {
        return hooks.isEmpty() || hooks.contains(hook);
    }
}
