package dev.joch.policy.export;

import dev.joch.policy.fact.FactRef;
import dev.joch.policy.rule.Condition;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A condition as alternatives of literals that hold together. */
final class Alternatives {

    private static final int MOST = 64;

    private Alternatives() {}

    /** None: it never matches. One without literals: it always does. */
    static List<Set<Literal>> of(Condition condition) throws UntranslatableException {
        List<Set<Literal>> possible = new ArrayList<>();
        for (Set<Literal> alternative : expand(condition, true)) {
            if (!contradicts(alternative) && !possible.contains(alternative)) {
                possible.add(alternative);
            }
        }
        // what holds whenever another one holds says nothing new
        return possible.stream()
                .filter(one ->
                        possible.stream()
                                .noneMatch(other -> other != one && one.containsAll(other)))
                .toList();
    }

    private static List<Set<Literal>> expand(Condition condition, boolean positive)
            throws UntranslatableException {
        return switch (condition) {
            case Condition.Always always -> positive ? List.of(Set.of()) : List.of();
            case Condition.Broken broken ->
                    throw new UntranslatableException("the rule does not compile", "mend it");
            case Condition.Not not -> expand(not.part(), !positive);
            case Condition.All all ->
                    positive ? product(all.parts(), true) : union(all.parts(), false);
            case Condition.Any any ->
                    positive ? union(any.parts(), true) : product(any.parts(), false);
            case Condition.Compare compare -> leaf(compare, positive);
            case Condition.OneOf oneOf -> leaf(oneOf, positive);
            case Condition.Contains contains -> leaf(contains, positive);
            case Condition.Has has -> leaf(has, positive);
            case Condition.Program program -> leaf(program, positive);
        };
    }

    private static List<Set<Literal>> union(List<Condition> parts, boolean positive)
            throws UntranslatableException {
        List<Set<Literal>> all = new ArrayList<>();
        for (Condition part : parts) {
            all.addAll(expand(part, positive));
        }
        return bounded(all);
    }

    private static List<Set<Literal>> product(List<Condition> parts, boolean positive)
            throws UntranslatableException {
        List<Set<Literal>> all = List.of(Set.of());
        for (Condition part : parts) {
            List<Set<Literal>> longer = new ArrayList<>();
            for (Set<Literal> before : all) {
                for (Set<Literal> more : expand(part, positive)) {
                    Set<Literal> both = new LinkedHashSet<>(before);
                    both.addAll(more);
                    if (!contradicts(both)) {
                        longer.add(both);
                    }
                }
            }
            all = bounded(longer);
        }
        return all;
    }

    private static List<Set<Literal>> bounded(List<Set<Literal>> all)
            throws UntranslatableException {
        if (all.size() > MOST) {
            throw new UntranslatableException(
                    "the condition has more than " + MOST + " alternatives", "make several rules");
        }
        return all;
    }

    /** A leaf, and what makes it fail, which counts as a match. */
    private static List<Set<Literal>> leaf(Condition leaf, boolean positive)
            throws UntranslatableException {
        Literal literal = Literal.of(leaf, positive);
        List<Set<Literal>> all = new ArrayList<>();
        all.add(Set.of(literal));
        switch (literal) {
            case Literal.Compares compares -> {
                absent(compares.ref(), all);
                if (compares.ordersUntyped()) {
                    all.add(
                            new LinkedHashSet<>(
                                    List.of(
                                            new Literal.IsThere(compares.ref(), true),
                                            new Literal.NoNumber(compares.ref()))));
                }
            }
            case Literal.IsOneOf oneOf -> absent(oneOf.ref(), all);
            case Literal.Holds holds -> {}
            case Literal.IsThere there -> {}
            case Literal.NoNumber noNumber -> {}
        }
        return all;
    }

    private static void absent(FactRef ref, List<Set<Literal>> all) {
        if (!ref.path().isEmpty()) {
            all.add(Set.of(new Literal.IsThere(ref, false)));
        }
    }

    private static boolean contradicts(Set<Literal> literals) {
        return literals.stream()
                .anyMatch(literal ->
                        literal instanceof Literal.IsThere there
                                && literals.contains(
                                        new Literal.IsThere(there.ref(), !there.positive())));
    }
}
