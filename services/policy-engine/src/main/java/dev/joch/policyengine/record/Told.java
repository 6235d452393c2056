package dev.joch.policyengine.record;

import com.google.protobuf.Timestamp;

import dev.joch.event.v1.AgentName;
import dev.joch.event.v1.BreakGlassGranted;
import dev.joch.event.v1.BreakGlassUsed;
import dev.joch.event.v1.EventContext;
import dev.joch.event.v1.HookDecision;
import dev.joch.event.v1.PolicyDenied;
import dev.joch.event.v1.RuleDisabled;
import dev.joch.event.v1.RuleRestored;
import dev.joch.events.Event;
import dev.joch.events.Events;
import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.DisabledRule;
import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policy.v1.RecordedDecision;
import dev.joch.policyengine.store.ExceptionStore.Grant;
import dev.joch.resource.field.ResourceKeys;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What is told of decisions and of ways past them. */
public final class Told {

    private final Events events;
    private final InstantSource clock;

    public Told(Events events, InstantSource clock) {
        this.events = events;
        this.clock = clock;
    }

    public List<Event> decision(RecordedDecision decision) {
        EvaluateRequest request = decision.getRequest();
        EvaluateResponse response = decision.getResponse();
        EventContext context = context(request, decision.getDecidedAt());
        String key = agent(request.getTenant(), request.getNamespace(), request.getAgent());
        List<Event> told = new ArrayList<>();
        told.add(
                events.of(
                        HookDecision.newBuilder()
                                .setContext(context)
                                .setDecisionId(decision.getDecisionId())
                                .setHook(request.getHook())
                                .setDecision(word(response.getDecision()))
                                .setPolicy(response.getPolicy())
                                .setPolicyVersion(response.getPolicyVersion())
                                .setRule(response.getRule())
                                .setReason(response.getReason())
                                .setGuardian(response.getGuardian())
                                .build(),
                        key,
                        request.getTenant()));
        if (response.getDecision() == Decision.DECISION_DENY) {
            told.add(
                    events.of(
                            PolicyDenied.newBuilder()
                                    .setContext(context)
                                    .setDecisionId(decision.getDecisionId())
                                    .setHook(request.getHook())
                                    .setPolicy(response.getPolicy())
                                    .setPolicyVersion(response.getPolicyVersion())
                                    .setRule(response.getRule())
                                    .setReason(response.getReason())
                                    .build(),
                            key,
                            request.getTenant()));
        }
        return told;
    }

    public Event disabled(DisabledRule rule) {
        return events.of(
                RuleDisabled.newBuilder()
                        .setContext(context(rule.getPolicy().getTenant()))
                        .setPolicy(rule.getPolicy())
                        .setRule(rule.getRule())
                        .setDisabledBy(rule.getDisabledBy())
                        .setReason(rule.getReason())
                        .setUntil(rule.getUntil())
                        .build(),
                ResourceKeys.eventKey(rule.getPolicy()),
                rule.getPolicy().getTenant());
    }

    /**
     * @param by empty when its time was over
     */
    public Event restored(DisabledRule rule, String by) {
        return events.of(
                RuleRestored.newBuilder()
                        .setContext(context(rule.getPolicy().getTenant()))
                        .setPolicy(rule.getPolicy())
                        .setRule(rule.getRule())
                        .setRestoredBy(by)
                        .build(),
                ResourceKeys.eventKey(rule.getPolicy()),
                rule.getPolicy().getTenant());
    }

    public Event granted(Grant grant, Instant expires) {
        return events.of(
                BreakGlassGranted.newBuilder()
                        .setContext(
                                context(grant.tenant()).toBuilder()
                                        .setAgent(name(grant.namespace(), grant.agent())))
                        .setGrantId(grant.id())
                        .setGrantedBy(grant.grantedBy())
                        .setReason(grant.reason())
                        .setExpiresAt(timestamp(expires))
                        .build(),
                agent(grant.tenant(), grant.namespace(), grant.agent()),
                grant.tenant());
    }

    public Event used(RecordedDecision decision) {
        EvaluateRequest request = decision.getRequest();
        return events.of(
                BreakGlassUsed.newBuilder()
                        .setContext(context(request, decision.getDecidedAt()))
                        .setGrantId(decision.getResponse().getBreakGlassGrant())
                        .setDecisionId(decision.getDecisionId())
                        .build(),
                agent(request.getTenant(), request.getNamespace(), request.getAgent()),
                request.getTenant());
    }

    private EventContext context(String tenant) {
        return EventContext.newBuilder()
                .setTenant(tenant)
                .setTimestamp(timestamp(clock.instant()))
                .build();
    }

    private static EventContext context(EvaluateRequest request, Timestamp at) {
        return EventContext.newBuilder()
                .setTenant(request.getTenant())
                .setAgent(name(request.getNamespace(), request.getAgent()))
                .setExecutionId(nameOnly(request.getExecutionId()))
                .setExecutionUid(request.getExecutionUid())
                .setTurnId(request.getTurnId())
                .setStepId(request.getStepId())
                .setTimestamp(at)
                .build();
    }

    /** Callers may put the namespace before it; the context has that with the agent. */
    private static String nameOnly(String execution) {
        return execution.substring(execution.lastIndexOf('/') + 1);
    }

    private static AgentName name(String namespace, String agent) {
        return AgentName.newBuilder().setNamespace(namespace).setName(agent).build();
    }

    private static String agent(String tenant, String namespace, String name) {
        return ResourceKeys.eventKey(
                ResourceKeys.of(tenant, "Agent", namespace, name.isEmpty() ? "-" : name));
    }

    /** {@code allow}, {@code deny}, {@code modify} or {@code ask}. */
    static String word(Decision decision) {
        return decision.name().substring("DECISION_".length()).toLowerCase(Locale.ROOT);
    }

    public static Timestamp timestamp(Instant instant) {
        return Timestamp.newBuilder()
                .setSeconds(instant.getEpochSecond())
                .setNanos(instant.getNano())
                .build();
    }
}
