package dev.joch.policyengine.exception;

import dev.joch.policy.v1.DisableRuleRequest;
import dev.joch.policy.v1.DisabledRule;
import dev.joch.policy.v1.EnableRuleRequest;
import dev.joch.policy.v1.GrantBreakGlassRequest;
import dev.joch.policy.v1.GrantBreakGlassResponse;
import dev.joch.policyengine.PolicyEngineProblem;
import dev.joch.policyengine.copy.AgentView;
import dev.joch.policyengine.copy.Copies;
import dev.joch.policyengine.record.Told;
import dev.joch.policyengine.store.ExceptionStore;
import dev.joch.policyengine.store.ExceptionStore.Grant;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.service.id.Ids;
import dev.joch.service.problem.ProblemException;

import java.time.Instant;

/** Makes and ends exceptions, in the name of whoever asks. */
public final class Exceptions {

    private final Copies copies;
    private final ExceptionStore store;
    private final RulesOutOfForce outOfForce;
    private final Told told;
    private final Ids ids;

    public Exceptions(
            Copies copies, ExceptionStore store, RulesOutOfForce outOfForce, Told told, Ids ids) {
        this.copies = copies;
        this.store = store;
        this.outOfForce = outOfForce;
        this.told = told;
        this.ids = ids;
    }

    public DisabledRule disable(DisableRuleRequest request, String by) {
        boolean there =
                copies.policy(request.getPolicy())
                        .filter(policy ->
                                policy.rules().stream()
                                        .anyMatch(
                                                rule -> rule.id().rule().equals(request.getRule())))
                        .isPresent();
        if (!there) {
            throw new ProblemException(
                    new PolicyEngineProblem.RuleNotFound(
                            request.getPolicy().getName(), request.getRule()));
        }
        DisabledRule disabled =
                store.disable(
                        request.getPolicy(),
                        request.getRule(),
                        by,
                        request.getReason(),
                        request.getSeconds(),
                        told::disabled);
        outOfForce.refresh();
        return disabled;
    }

    public void enable(EnableRuleRequest request, String by) {
        boolean was =
                store.enable(
                                request.getPolicy(),
                                request.getRule(),
                                rule -> told.restored(rule, by))
                        .isPresent();
        if (!was) {
            throw new ProblemException(
                    new PolicyEngineProblem.RuleNotDisabled(
                            request.getPolicy().getName(), request.getRule()));
        }
        outOfForce.refresh();
    }

    public GrantBreakGlassResponse grant(GrantBreakGlassRequest request, String by) {
        AgentView view =
                copies.view(
                        ResourceKeys.of(
                                request.getTenant(),
                                "Agent",
                                request.getNamespace(),
                                request.getAgent()),
                        "");
        Grant grant =
                new Grant(
                        request.getTenant(),
                        ids.nextText(),
                        request.getNamespace(),
                        request.getAgent(),
                        request.getHook(),
                        request.getTool(),
                        by,
                        request.getReason());
        Instant expires = store.grant(grant, request.getSeconds(), at -> told.granted(grant, at));
        return GrantBreakGlassResponse.newBuilder()
                .setGrantId(grant.id())
                .setExpiresAt(Told.timestamp(expires))
                .addAllEffectivePolicies(view.versions())
                .build();
    }
}
