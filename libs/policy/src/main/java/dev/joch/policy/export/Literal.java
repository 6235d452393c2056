package dev.joch.policy.export;

import dev.joch.policy.fact.Fact;
import dev.joch.policy.fact.FactRef;
import dev.joch.policy.rule.Comparison;
import dev.joch.policy.rule.Condition;

import java.util.Set;

/** Something that is true or not, once its fact is known. */
sealed interface Literal {

    Fact fact();

    /** A comparison with a constant. */
    record Compares(FactRef ref, Comparison comparison, Object constant) implements Literal {

        @Override
        public Fact fact() {
            return ref.fact();
        }

        /** Whether it orders values whose type only the question knows. */
        boolean ordersUntyped() {
            return ref.untyped() && !comparison.equality();
        }
    }

    /** One of some texts, or none of them. */
    record IsOneOf(FactRef ref, Set<String> texts, boolean positive) implements Literal {

        @Override
        public Fact fact() {
            return ref.fact();
        }
    }

    /** A list has a word, or has it not. */
    record Holds(Fact fact, String word, boolean positive) implements Literal {}

    /** Something is there, or is not. */
    record IsThere(FactRef ref, boolean positive) implements Literal {

        @Override
        public Fact fact() {
            return ref.fact();
        }
    }

    /** What is there cannot be ordered: the rule would fail, and so match. */
    record NoNumber(FactRef ref) implements Literal {

        @Override
        public Fact fact() {
            return ref.fact();
        }
    }

    /** A leaf of a condition as a literal. */
    static Literal of(Condition leaf, boolean positive) throws UntranslatableException {
        return switch (leaf) {
            case Condition.Compare(var ref, var comparison, var constant) ->
                    new Compares(ref, positive ? comparison : comparison.negated(), constant);
            case Condition.OneOf(var ref, var texts) -> new IsOneOf(ref, texts, positive);
            case Condition.Contains(var fact, var word) -> new Holds(fact, word, positive);
            case Condition.Has(var ref) -> new IsThere(ref, positive);
            case Condition.Program program ->
                    throw new UntranslatableException(
                            "this part of the expression only CEL can say",
                            "say it with comparisons of facts and constants, `in`, &&, || and !",
                            program.line(),
                            program.column());
            default -> throw new IllegalStateException("no leaf: " + leaf);
        };
    }
}
