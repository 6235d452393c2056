package dev.joch.controllermanager.trigger;

import dev.joch.catalogue.trigger.TriggeredRun;
import dev.joch.resource.v1alpha1.AgentTrigger;
import dev.joch.resource.v1alpha1.AgentTriggerStatus;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Starts the run of a schedule when its time has come. */
final class FireSchedule {

    private static final String FORBID = "Forbid";
    private static final String REPLACE = "Replace";

    /** Runs of one schedule that are followed; with more of them at once the oldest are let go. */
    private static final int MOST_ACTIVE = 20;

    private final Runs runs;

    FireSchedule(Runs runs) {
        this.runs = runs;
    }

    AgentTriggerStatus fire(
            Resource agent, AgentTrigger trigger, AgentTriggerStatus before, Instant now) {
        Firing firing = ScheduleRules.fire(trigger.getSchedule(), before, now);
        return firing.due()
                .map(time -> start(agent, trigger, firing.status(), time))
                .orElse(firing.status());
    }

    private AgentTriggerStatus start(
            Resource agent, AgentTrigger trigger, AgentTriggerStatus status, Instant time) {
        Resource run = TriggeredRun.at(agent, trigger, time);
        String name = run.getMetadata().getName();
        // it may be there already: then it is not in its own way
        List<Resource> active =
                runs.active(agent, status.getActiveList()).stream()
                        .filter(other -> !other.getMetadata().getName().equals(name))
                        .toList();
        List<String> names =
                new ArrayList<>(
                        active.stream().map(other -> other.getMetadata().getName()).toList());
        String policy = trigger.getSchedule().getConcurrencyPolicy();
        if (policy.equals(FORBID) && !active.isEmpty()) {
            return ScheduleRules.skipped(
                    with(status, names), "at " + time + " " + names.getLast() + " went on");
        }
        if (policy.equals(REPLACE)) {
            active.forEach(other ->
                    runs.cancel(
                            other, "replaced by the run of " + trigger.getName() + " at " + time));
        }
        return switch (runs.start(run)) {
            case Started.There there -> {
                names.add(there.name());
                yield with(status, names).toBuilder()
                        .setLastExecution(Ref.newBuilder().setName(there.name()))
                        .build();
            }
            case Started.Refused refused ->
                    ScheduleRules.skipped(
                            with(status, names), "at " + time + " refused: " + refused.message());
        };
    }

    private static AgentTriggerStatus with(AgentTriggerStatus status, List<String> active) {
        int from = Math.max(0, active.size() - MOST_ACTIVE);
        return status.toBuilder()
                .clearActive()
                .addAllActive(active.subList(from, active.size()))
                .build();
    }
}
