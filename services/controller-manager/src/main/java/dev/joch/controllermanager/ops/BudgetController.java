package dev.joch.controllermanager.ops;

import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.controllermanager.status.Subject;
import dev.joch.controllermanager.status.ValidateReferences;
import dev.joch.resource.v1alpha1.BudgetLimits;
import dev.joch.resource.v1alpha1.BudgetSpec;
import dev.joch.resource.v1alpha1.BudgetStatus;

/** A budget: what was spent, against what may be. Who counts it writes the sums. */
public final class BudgetController implements KindController {

    private static final double SOFT = 0.8;

    @Override
    public String kind() {
        return "Budget";
    }

    @Override
    public boolean hearsStatus() {
        return true;
    }

    @Override
    public Look look(Subject subject) {
        StatusDraft draft = subject.draft();
        boolean resolved = ValidateReferences.into(draft, subject.references());
        String phase = phase(subject.spec(BudgetSpec.class), subject.status(BudgetStatus.class));
        draft.is(
                "WithinLimits",
                phase.equals("Ready"),
                phase.equals("Ready") ? "WithinLimits" : phase,
                phase.equals("Ready") ? "" : "see status.monthSpentUsd and status.daySpentUsd");
        draft.phase(phase).declared(resolved);
        return Look.at(draft);
    }

    static String phase(BudgetSpec spec, BudgetStatus status) {
        BudgetLimits limits = spec.getLimits();
        double used =
                Math.max(
                        share(
                                limits.hasMonthlyUsd(),
                                limits.getMonthlyUsd(),
                                status.getMonthSpentUsd()),
                        share(limits.hasDailyUsd(), limits.getDailyUsd(), status.getDaySpentUsd()));
        double soft =
                spec.getEnforcement().hasSoftLimitPct()
                        ? spec.getEnforcement().getSoftLimitPct()
                        : SOFT;
        if (used >= 1) {
            return "HardLimit";
        }
        return used >= soft && used > 0 ? "SoftLimit" : "Ready";
    }

    private static double share(boolean limited, double limit, double spent) {
        if (!limited) {
            return 0;
        }
        // a limit of nothing is met by the first cent
        return limit == 0 ? (spent > 0 ? 1 : 0) : spent / limit;
    }
}
