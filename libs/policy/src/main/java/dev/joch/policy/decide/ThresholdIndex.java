package dev.joch.policy.decide;

import dev.joch.policy.fact.Fact;
import dev.joch.policy.rule.Condition;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Collects rules that need a number to be beyond a threshold. */
final class ThresholdIndex {

    private record Side(Fact fact, boolean above) {}

    private record Limit(double number, int rule) {}

    private final Map<Side, List<Limit>> limits = new HashMap<>();

    /** Whether the rule is one of them. */
    boolean add(int rule, Condition condition) {
        Optional<Condition.Compare> needed = needed(condition);
        if (needed.isEmpty() || !(needed.get().constant() instanceof Number number)) {
            return false;
        }
        boolean above =
                switch (needed.get().comparison()) {
                    case GREATER, AT_LEAST -> true;
                    case LESS, AT_MOST, EQUAL, NOT_EQUAL -> false;
                };
        limits.computeIfAbsent(
                        new Side(needed.get().fact().fact(), above), side -> new ArrayList<>())
                .add(new Limit(number.doubleValue(), rule));
        return true;
    }

    private static Optional<Condition.Compare> needed(Condition condition) {
        if (condition instanceof Condition.Compare compare) {
            return Optional.of(compare)
                    .filter(found -> !found.comparison().equality())
                    .filter(found -> found.fact().fact().type().numeric());
        }
        if (condition instanceof Condition.All all) {
            return all.parts().stream().flatMap(part -> needed(part).stream()).findFirst();
        }
        return Optional.empty();
    }

    List<Thresholds> built() {
        List<Thresholds> built = new ArrayList<>();
        limits.forEach((side, unsorted) -> {
            List<Limit> sorted = new ArrayList<>(unsorted);
            sorted.sort(Comparator.comparingDouble(Limit::number));
            built.add(
                    new Thresholds(
                            side.fact(),
                            side.above(),
                            sorted.stream().mapToDouble(Limit::number).toArray(),
                            sorted.stream().mapToInt(Limit::rule).toArray()));
        });
        return built;
    }
}
