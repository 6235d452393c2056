package dev.joch.policy.rule;

import dev.joch.policy.fact.Fact;
import dev.joch.policy.fact.FactRef;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** When a rule matches. */
public sealed interface Condition {

    Truth test(FactValues facts);

    /** Always. */
    record Always() implements Condition {

        @Override
        public Truth test(FactValues facts) {
            return Truth.TRUE;
        }
    }

    /**
     * A fact against a constant.
     *
     * @param constant String, Boolean, Long or Double
     */
    record Compare(FactRef fact, Comparison comparison, Object constant) implements Condition {

        @Override
        public Truth test(FactValues facts) {
            Object value = read(fact, facts);
            if (value == FactValues.MISSING) {
                return Truth.MISSING;
            }
            if (value == FactValues.ERROR || value == FactValues.ABSENT) {
                return Truth.ERROR;
            }
            if (value instanceof Number left && constant instanceof Number right) {
                return Truth.of(comparison.holds(left.doubleValue(), right.doubleValue()));
            }
            if (comparison.equality()) {
                return Truth.of(value.equals(constant) == (comparison == Comparison.EQUAL));
            }
            if (value instanceof String left && constant instanceof String right) {
                return Truth.of(comparison.holds(compare(left, right), 0));
            }
            return Truth.ERROR;
        }

        /** By code points, as CEL compares. */
        private static int compare(String left, String right) {
            int length = Math.min(left.length(), right.length());
            for (int i = 0; i < length; i++) {
                char a = left.charAt(i);
                char b = right.charAt(i);
                if (a != b) {
                    boolean pair = Character.isSurrogate(a) != Character.isSurrogate(b);
                    return pair
                            ? Boolean.compare(Character.isSurrogate(a), Character.isSurrogate(b))
                            : Character.compare(a, b);
                }
            }
            return Integer.compare(left.length(), right.length());
        }
    }

    /** A fact is one of these texts. */
    record OneOf(FactRef fact, Set<String> texts) implements Condition {

        public OneOf {
            texts = Set.copyOf(texts);
        }

        @Override
        public Truth test(FactValues facts) {
            Object value = read(fact, facts);
            if (value == FactValues.MISSING) {
                return Truth.MISSING;
            }
            if (value == FactValues.ERROR || value == FactValues.ABSENT) {
                return Truth.ERROR;
            }
            return Truth.of(value instanceof String text && texts.contains(text));
        }
    }

    /** There is something at the end of the path. */
    record Has(FactRef fact) implements Condition {

        @Override
        public Truth test(FactValues facts) {
            Object value = read(fact, facts);
            if (value == FactValues.MISSING) {
                return Truth.MISSING;
            }
            return value == FactValues.ERROR ? Truth.ERROR : Truth.of(value != FactValues.ABSENT);
        }
    }

    /** A list of words has this one. */
    record Contains(Fact fact, String word) implements Condition {

        @Override
        public Truth test(FactValues facts) {
            Object value = facts.value(fact);
            if (value == FactValues.MISSING) {
                return Truth.MISSING;
            }
            return value instanceof java.util.Collection<?> words
                    ? Truth.of(words.contains(word))
                    : Truth.ERROR;
        }
    }

    /** All of them. */
    record All(List<Condition> parts) implements Condition {

        public All {
            parts = List.copyOf(parts);
        }

        @Override
        public Truth test(FactValues facts) {
            Truth all = Truth.TRUE;
            for (Condition part : parts) {
                all = all.and(part.test(facts));
                if (all == Truth.FALSE) {
                    break;
                }
            }
            return all;
        }
    }

    /** One of them. */
    record Any(List<Condition> parts) implements Condition {

        public Any {
            parts = List.copyOf(parts);
        }

        @Override
        public Truth test(FactValues facts) {
            Truth any = Truth.FALSE;
            for (Condition part : parts) {
                any = any.or(part.test(facts));
                if (any == Truth.TRUE) {
                    break;
                }
            }
            return any;
        }
    }

    /** Not that one. */
    record Not(Condition part) implements Condition {

        @Override
        public Truth test(FactValues facts) {
            return part.test(facts).not();
        }
    }

    /** What only CEL can say. */
    record Program(CelProgram program) implements Condition {

        /** Line of its expression, from 1. */
        public int line() {
            return program.line();
        }

        /** Column in that line, from 1. */
        public int column() {
            return program.column();
        }

        @Override
        public Truth test(FactValues facts) {
            return program.test(facts);
        }
    }

    /** The rule does not compile; it matches by way of an error. */
    record Broken() implements Condition {

        @Override
        public Truth test(FactValues facts) {
            return Truth.ERROR;
        }
    }

    /** A fact, or what stands at the end of its path. */
    static Object read(FactRef fact, FactValues facts) {
        Object value = facts.value(fact.fact());
        for (String name : fact.path()) {
            if (value == FactValues.MISSING
                    || value == FactValues.ERROR
                    || value == FactValues.ABSENT) {
                return value;
            }
            // what is no map has nothing by that name, as in CEL
            Object inner = value instanceof Map<?, ?> map ? map.get(name) : null;
            value = inner == null ? FactValues.ABSENT : inner;
        }
        return value;
    }
}
