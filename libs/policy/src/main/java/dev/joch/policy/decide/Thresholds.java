package dev.joch.policy.decide;

import dev.joch.policy.fact.Fact;
import dev.joch.policy.rule.FactValues;

/**
 * Rules that need a number to be beyond a threshold, sorted by it.
 *
 * @param above whether the number has to be above it
 * @param limits rising
 * @param rules beside them
 */
record Thresholds(Fact fact, boolean above, double[] limits, int[] rules) {

    void light(FactValues facts, long[] bits) {
        Object value = facts.value(fact);
        if (value instanceof Number number) {
            light(number.doubleValue(), bits);
        } else if (value == FactValues.ERROR) {
            for (int rule : rules) {
                Rules.light(bits, rule);
            }
        }
    }

    private void light(double number, long[] bits) {
        if (above) {
            for (int i = 0; i < limits.length && limits[i] <= number; i++) {
                Rules.light(bits, rules[i]);
            }
            return;
        }
        for (int i = limits.length - 1; i >= 0 && limits[i] >= number; i--) {
            Rules.light(bits, rules[i]);
        }
    }
}
