package dev.joch.policy.fact;

import java.util.List;

/**
 * A fact, or something inside one: {@code agent.labels} and {@code [env]}.
 *
 * @param path names below the fact; empty is the fact itself
 */
public record FactRef(Fact fact, List<String> path) {

    public FactRef {
        path = List.copyOf(path);
    }

    /** As {@code when} writes it. */
    public String name() {
        return path.isEmpty() ? fact.name() : fact.name() + "." + String.join(".", path);
    }

    /** Type of what it leads to; below a tree it is known at the time of the decision only. */
    public boolean untyped() {
        return fact.type() == FactType.TREE;
    }

    /** Type of the value at its end, a tree for what can be anything. */
    public FactType type() {
        return fact.type() == FactType.LABELS && !path.isEmpty() ? FactType.TEXT : fact.type();
    }
}
