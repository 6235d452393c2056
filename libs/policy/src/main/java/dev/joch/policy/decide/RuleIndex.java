package dev.joch.policy.decide;

import dev.joch.policy.fact.Fact;
import dev.joch.policy.fact.FactRef;
import dev.joch.policy.rule.Comparison;
import dev.joch.policy.rule.Condition;
import dev.joch.policy.rule.FactValues;
import dev.joch.policy.rule.Needs;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which rules can match at all. Each rule hangs on one thing it needs: a fact with one of some
 * values, or else a fact that is known at all, or else nothing. A question lights those that hang
 * on what it has.
 *
 * <p>Where a fact cannot be read, all rules that hang on it are lit: they will say that they cannot
 * be decided, as they would without an index.
 */
final class RuleIndex {

    /**
     * Rules that hang on the value of one fact.
     *
     * @param unasked those that do not ask first whether there is anything at the end of its path:
     *     they cannot be decided where there is nothing
     */
    private record Switch(FactRef fact, Map<Object, Rules> byValue, Rules all, Rules unasked) {
        Switch(FactRef fact) {
            this(fact, new HashMap<>(), new Rules(), new Rules());
        }
    }

    private record Presence(Fact fact, Rules rules) {}

    /**
     * A needed value of a fact.
     *
     * @param asked whether the condition is false where there is nothing at the end of its path
     */
    private record Guard(FactRef fact, Set<?> values, boolean asked) {
        Guard(FactRef fact, Set<?> values) {
            this(fact, values, false);
        }

        Guard within(Condition.All all) {
            return asked || !all.parts().contains(new Condition.Has(fact))
                    ? this
                    : new Guard(fact, values, true);
        }
    }

    private final int words;
    private final List<Switch> switches = new ArrayList<>();
    private final List<Thresholds> thresholds = new ArrayList<>();
    private final List<Presence> presences = new ArrayList<>();
    private final Rules always = new Rules();

    RuleIndex(List<Condition> conditions) {
        this.words = (conditions.size() + Long.SIZE - 1) / Long.SIZE;
        Map<FactRef, Switch> byFact = new HashMap<>();
        Map<Fact, Rules> byPresence = new HashMap<>();
        ThresholdIndex byThreshold = new ThresholdIndex();
        for (int rule = 0; rule < conditions.size(); rule++) {
            Condition condition = conditions.get(rule);
            Optional<Guard> guard = guard(condition);
            if (guard.isPresent()) {
                Switch on = byFact.computeIfAbsent(guard.get().fact(), Switch::new);
                on.all.add(rule);
                if (!guard.get().asked()) {
                    on.unasked.add(rule);
                }
                for (Object value : guard.get().values()) {
                    on.byValue.computeIfAbsent(value, any -> new Rules()).add(rule);
                }
                continue;
            }
            if (byThreshold.add(rule, condition)) {
                continue;
            }
            Optional<Fact> needed = cheapest(Needs.of(condition));
            if (needed.isPresent()) {
                byPresence.computeIfAbsent(needed.get(), fact -> new Rules()).add(rule);
            } else {
                always.add(rule);
            }
        }
        thresholds.addAll(byThreshold.built());
        switches.addAll(byFact.values());
        byPresence.forEach((fact, rules) -> presences.add(new Presence(fact, rules)));
    }

    /** A bit for each rule that can match. */
    long[] candidates(FactValues facts) {
        long[] bits = new long[words];
        always.light(bits);
        for (Switch on : switches) {
            Object value = Condition.read(on.fact, facts);
            if (value == FactValues.ERROR) {
                on.all.light(bits);
            } else if (value == FactValues.ABSENT) {
                on.unasked.light(bits);
            } else if (value != FactValues.MISSING) {
                Rules rules = on.byValue.get(value);
                if (rules != null) {
                    rules.light(bits);
                }
            }
        }
        for (Thresholds sorted : thresholds) {
            sorted.light(facts, bits);
        }
        for (Presence presence : presences) {
            if (lazy(presence.fact) || facts.value(presence.fact) != FactValues.MISSING) {
                presence.rules.light(bits);
            }
        }
        return bits;
    }

    /** Finding out takes long; only a rule that is asked may start it. */
    private static boolean lazy(Fact fact) {
        return fact.name().equals(dev.joch.policy.fact.Facts.DATA_CONTAINS);
    }

    private static Optional<Fact> cheapest(Set<Fact> needed) {
        Optional<Fact> first = needed.stream().filter(fact -> !lazy(fact)).findFirst();
        return first.or(() -> needed.stream().findFirst());
    }

    /** Texts and flags only: numbers are equal across types, which hash tables do not see. */
    private static Optional<Guard> guard(Condition condition) {
        return switch (condition) {
            case Condition.Compare compare ->
                    compare.comparison() == Comparison.EQUAL
                                    && !(compare.constant() instanceof Number)
                            ? Optional.of(new Guard(compare.fact(), Set.of(compare.constant())))
                            : Optional.empty();
            case Condition.OneOf oneOf -> Optional.of(new Guard(oneOf.fact(), oneOf.texts()));
            case Condition.All all -> best(all);
            case Condition.Any any -> together(any);
            case Condition.Always always -> Optional.empty();
            case Condition.Contains contains -> Optional.empty();
            case Condition.Has has -> Optional.empty();
            case Condition.Not not -> Optional.empty();
            case Condition.Program program -> Optional.empty();
            case Condition.Broken broken -> Optional.empty();
        };
    }

    /** The part with the fewest values; a flag tells less than a text. */
    private static Optional<Guard> best(Condition.All all) {
        Optional<Guard> best = Optional.empty();
        int least = Integer.MAX_VALUE;
        for (Condition part : all.parts()) {
            Optional<Guard> guard = guard(part);
            if (guard.isEmpty()) {
                continue;
            }
            boolean flag = guard.get().values().stream().anyMatch(Boolean.class::isInstance);
            int weight = guard.get().values().size() * 2 + (flag ? 1_000 : 0);
            if (weight < least) {
                least = weight;
                best = guard;
            }
        }
        return best.map(guard -> guard.within(all));
    }

    /** Alternatives of one and the same fact. */
    private static Optional<Guard> together(Condition.Any any) {
        Optional<Guard> all = Optional.empty();
        for (Condition part : any.parts()) {
            Optional<Guard> guard = guard(part);
            if (guard.isEmpty()
                    || (all.isPresent() && !all.get().fact().equals(guard.get().fact()))) {
                return Optional.empty();
            }
            Set<Object> values = new java.util.HashSet<>(guard.get().values());
            all.ifPresent(before -> values.addAll(before.values()));
            boolean asked = guard.get().asked() && all.map(Guard::asked).orElse(true);
            all = Optional.of(new Guard(guard.get().fact(), values, asked));
        }
        return all;
    }
}
