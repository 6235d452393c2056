package dev.joch.controllermanager.trigger;

import dev.joch.controllermanager.agent.AgentController;
import dev.joch.controllermanager.graph.Dependent;
import dev.joch.controllermanager.status.KindController;
import dev.joch.controllermanager.status.Look;
import dev.joch.controllermanager.status.Retention;
import dev.joch.controllermanager.status.Subject;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.AgentStatus;
import dev.joch.resource.v1alpha1.AgentTrigger;
import dev.joch.resource.v1alpha1.AgentTriggerStatus;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Agents whose schedules fire when they are looked at, and which are looked at again when the next
 * time comes.
 */
public final class TriggeredAgents implements KindController {

    private static final Set<String> RUNNABLE = Set.of("Ready", "Running");
    private static final String SUSPENDED = "Suspended";

    /** An agent that is not ready wakes us when it is; this is for the clock that runs on. */
    private static final Duration NOT_READY = Duration.ofMinutes(1);

    private final KindController agents;
    private final FireSchedule schedules;

    public TriggeredAgents(AgentController agents, Runs runs) {
        this((KindController) agents, runs);
    }

    TriggeredAgents(KindController agents, Runs runs) {
        this.agents = agents;
        this.schedules = new FireSchedule(runs);
    }

    @Override
    public String kind() {
        return agents.kind();
    }

    @Override
    public boolean looksUpReferences() {
        return agents.looksUpReferences();
    }

    @Override
    public boolean hearsStatus() {
        return agents.hearsStatus();
    }

    @Override
    public List<ResourceKey> beside(ResourceKey key) {
        return agents.beside(key);
    }

    @Override
    public void gone(ResourceKey key, long revision) {
        agents.gone(key, revision);
    }

    @Override
    public Look look(Subject subject) throws SQLException {
        Look look = agents.look(subject);
        AgentSpec spec = subject.spec(AgentSpec.class);
        AgentStatus.Builder status = look.status().fields(AgentStatus.Builder.class);
        List<AgentTriggerStatus> told = new ArrayList<>();
        for (AgentTrigger trigger : spec.getTriggersList()) {
            if (trigger.hasSchedule()) {
                told.add(schedule(subject, trigger, look.status().phase()));
            }
        }
        status.clearTriggers().addAllTriggers(told);
        Optional<Instant> next =
                told.stream()
                        .filter(AgentTriggerStatus::hasNextAt)
                        .map(each -> ScheduleRules.instant(each.getNextAt()))
                        .min(Instant::compareTo);
        Look again = next.map(time -> look.again(wait(time, subject.now()))).orElse(look);
        return again.dependent().map(on -> again.depends(with(on, spec))).orElse(again);
    }

    private AgentTriggerStatus schedule(Subject subject, AgentTrigger trigger, String phase) {
        AgentTriggerStatus before =
                subject.status(AgentStatus.class).getTriggersList().stream()
                        .filter(each -> each.getName().equals(trigger.getName()))
                        .findFirst()
                        .orElseGet(() ->
                                AgentTriggerStatus.newBuilder().setName(trigger.getName()).build());
        if (trigger.getSuspend() || phase.equals(SUSPENDED)) {
            return ScheduleRules.paused(before);
        }
        // what passes until it is ready is missed, and made up for as anything missed is
        return RUNNABLE.contains(phase)
                ? schedules.fire(subject.resource(), trigger, before, subject.now())
                : before;
    }

    private static Duration wait(Instant next, Instant now) {
        return next.isAfter(now) ? Retention.until(next, now) : NOT_READY;
    }

    /** The agents whose runs it follows find it by these rows. */
    private static Dependent with(Dependent on, AgentSpec spec) {
        Set<ResourceKey> targets = new HashSet<>(on.targets());
        for (AgentTrigger trigger : spec.getTriggersList()) {
            if (trigger.hasUpstream()) {
                targets.add(
                        ResourceKeys.of(
                                on.key().getTenant(),
                                "Agent",
                                on.key().getNamespace(),
                                trigger.getUpstream().getAgentRef().getName()));
            }
        }
        targets.remove(on.key());
        return new Dependent(on.key(), targets, on.revision(), on.scope());
    }
}
