package dev.joch.controllermanager.rollout;

import dev.joch.controllermanager.status.StatusDraft;
import dev.joch.resource.v1alpha1.DeploymentStatus;
import dev.joch.runtime.RuntimeProblem;

import java.util.List;
import java.util.Optional;

/** Says where a rollout is. Pure. */
final class RolloutStatus {

    private RolloutStatus() {}

    /**
     * What was seen.
     *
     * @param agentVersion that is wanted
     * @param refusal of the runtime
     */
    record Seen(
            Wish wish,
            long agentVersion,
            Plan.Stage stage,
            List<PoolNow> pools,
            Optional<RuntimeProblem> refusal) {

        int ready() {
            return pools.stream().mapToInt(PoolNow::ready).sum();
        }

        int ended() {
            return pools.stream().mapToInt(PoolNow::ended).sum();
        }

        int newReady() {
            return pools.stream()
                    .filter(pool -> pool.revision().equals(wish.revision()))
                    .mapToInt(PoolNow::ready)
                    .sum();
        }
    }

    static void into(StatusDraft draft, Seen seen) {
        DeploymentStatus.Builder fields = draft.fields(DeploymentStatus.Builder.class);
        long before = fields.getCurrentAgentVersion();
        fields.setReplicasReady(seen.ready());
        fields.setRolloutStatus(word(seen, before));
        if (seen.stage() == Plan.Stage.STABLE) {
            fields.setCurrentAgentVersion(seen.agentVersion());
        } else if (before == 0) {
            seen.pools().stream()
                    .filter(pool -> !pool.revision().equals(seen.wish().revision()))
                    .findFirst()
                    .ifPresent(old -> fields.setCurrentAgentVersion(old.agentVersion()));
        }
        String progress =
                seen.newReady()
                        + " of "
                        + seen.wish().replicas()
                        + " workers of revision "
                        + seen.wish().revision()
                        + " are ready";
        if (seen.refusal().isPresent()) {
            RuntimeProblem problem = seen.refusal().get();
            draft.phase(seen.ready() > 0 ? "Degraded" : "Failed")
                    .ready(false, "RuntimeRefused", problem.message());
            return;
        }
        switch (seen.stage()) {
            case STABLE -> draft.phase("Available").ready(true, "Stable", progress);
            case PAUSED ->
                    draft.phase("Progressing")
                            .ready(
                                    false,
                                    "Paused",
                                    progress
                                            + "; remove the annotation "
                                            + WorkerTemplate.PAUSED
                                            + " to go on");
            case CANARY, PROGRESSING -> {
                if (seen.ended() > 0) {
                    draft.phase("Degraded")
                            .underWay(
                                    "WorkersEnd",
                                    progress
                                            + "; "
                                            + seen.ended()
                                            + " ended and are replaced; look into their logs");
                } else {
                    draft.phase("Progressing").underWay("Progressing", progress);
                }
            }
        }
    }

    private static String word(Seen seen, long before) {
        if (seen.refusal().isPresent()) {
            return "blocked";
        }
        return switch (seen.stage()) {
            case STABLE -> "stable";
            case CANARY -> "canary";
            case PAUSED -> "blocked";
            case PROGRESSING -> before > seen.agentVersion() ? "rolling-back" : "progressing";
        };
    }
}
