package dev.joch.admission.rules;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.resource.v1alpha1.BudgetSpec;

import java.math.BigDecimal;
import java.math.MathContext;

/** Nobody can give away more than there is. */
final class BudgetRule {

    /** Shares are written in decimals and kept in binary: 0.7 + 0.2 + 0.1 is a little off 1. */
    private static final double ROUNDING = 1e-9;

    private BudgetRule() {}

    static void check(Draft draft, BudgetSpec budget, Findings findings) {
        var shares = budget.getAllocation().getByAgentMap().values();
        if (shares.stream().anyMatch(share -> share < 0 || share > 1)) {
            // the contract's own limits have said so
            return;
        }
        double sum = shares.stream().mapToDouble(Double::doubleValue).sum();
        if (sum > 1 + ROUNDING) {
            findings.error(
                    draft,
                    Reason.ALLOCATION_EXCEEDED,
                    "spec.allocation.byAgent",
                    "the shares add up to " + shown(sum) + ", more than the whole budget",
                    "lower them until they add up to 1 at most");
        }
    }

    private static String shown(double sum) {
        return new BigDecimal(sum, new MathContext(6)).stripTrailingZeros().toPlainString();
    }
}
