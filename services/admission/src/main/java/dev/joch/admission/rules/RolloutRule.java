package dev.joch.admission.rules;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.resource.v1alpha1.DeploymentRollout;
import dev.joch.resource.v1alpha1.DeploymentSpec;

/** A rolling change that may add no worker and take none away would never begin. */
final class RolloutRule {

    private RolloutRule() {}

    static void check(Draft draft, DeploymentSpec deployment, Findings findings) {
        DeploymentRollout rollout = deployment.getRollout();
        boolean stuck =
                rollout.hasMaxSurge()
                        && rollout.getMaxSurge() == 0
                        && rollout.hasMaxUnavailable()
                        && rollout.getMaxUnavailable() == 0;
        if (stuck && rollout.getStrategy().equals("rolling")) {
            findings.error(
                    draft,
                    Reason.CONFLICTING_FIELDS,
                    "spec.rollout.maxUnavailable",
                    "with `maxSurge` 0 and `maxUnavailable` 0 no worker can be replaced",
                    "write 1 for one of them, or strategy: recreate");
        }
    }
}
