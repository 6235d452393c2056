package dev.joch.policy.fact;

/**
 * Something that a rule may ask about.
 *
 * @param name as rules write it, e.g. {@code tool.sideEffect}
 * @param index below 64, so that a set of facts is one word
 * @param atApply whether it is known before anything runs
 */
public record Fact(String name, Type type, int index, boolean atApply) {

    /** Types of facts. */
    public enum Type {
        TEXT,
        NUMBER,
        TRUTH,
        /** A list of words. */
        WORDS,
        /** Words by name. */
        LABELS,
        /** Anything by name. */
        TREE
    }

    /** The fact alone as a set. */
    public long bit() {
        return 1L << index;
    }
}
