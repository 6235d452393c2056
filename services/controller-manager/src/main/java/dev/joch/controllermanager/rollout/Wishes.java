package dev.joch.controllermanager.rollout;

import dev.joch.resource.text.DurationText;
import dev.joch.resource.v1alpha1.DeploymentCanary;
import dev.joch.resource.v1alpha1.DeploymentRollout;
import dev.joch.resource.v1alpha1.DeploymentSpec;
import dev.joch.resource.v1alpha1.Resource;

import java.time.Duration;

/** Reads what a deployment wants off its record. Pure. */
final class Wishes {

    private static final int CANARY_PERCENT = 10;

    private Wishes() {}

    static Wish of(Resource deployment, DeploymentSpec spec, String revision) {
        DeploymentRollout rollout = spec.getRollout();
        DeploymentCanary canary = rollout.getCanary();
        boolean trial = canary.getEnabled() || rollout.getStrategy().equals("canary");
        int percent = canary.hasPercentage() ? canary.getPercentage() : CANARY_PERCENT;
        return new Wish(
                revision,
                spec.hasReplicas() ? spec.getReplicas() : 1,
                rollout.getStrategy().equals("recreate"),
                rollout.getMaxSurge(),
                rollout.getMaxUnavailable(),
                deployment
                        .getMetadata()
                        .getAnnotationsOrDefault(WorkerTemplate.PAUSED, "")
                        .equals("true"),
                trial ? percent : 0,
                canary.getDuration().isEmpty()
                        ? Duration.ZERO
                        : DurationText.parse(canary.getDuration()));
    }
}
