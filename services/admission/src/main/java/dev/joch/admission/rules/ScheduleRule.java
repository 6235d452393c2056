package dev.joch.admission.rules;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.resource.schedule.CronText;
import dev.joch.resource.v1alpha1.AgBOMSpec;

/** A schedule that never fires is found when it is written, not when it is missed. */
final class ScheduleRule {

    private ScheduleRule() {}

    static void check(Draft draft, AgBOMSpec agbom, Findings findings) {
        if (!agbom.getRefresh().hasSchedule()) {
            return;
        }
        CronText.problem(agbom.getRefresh().getSchedule())
                .ifPresent(problem ->
                        findings.error(
                                draft,
                                Reason.INVALID_SCHEDULE,
                                "spec.refresh.schedule",
                                problem,
                                "write minute, hour, day, month and weekday (UTC): \"0 3 * * *\""
                                        + " is every night at three"));
    }
}
