package dev.joch.policyengine;

import static dev.joch.policyengine.EngineDesk.call;

import dev.joch.policy.v1.DisableRuleRequest;
import dev.joch.policy.v1.EnableRuleRequest;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;

/** Decides, grants and takes rules out of force, and says what it was answered, or dies on it. */
public final class DecidingProcess {

    private static final ResourceKey POLICY = ResourceKeys.of("acme", "Policy", "ns", "writes");
    private static final String RULE = "no-writes";

    private DecidingProcess() {}

    public static void main(String[] arguments) {
        try (EngineDesk desk = new EngineDesk(arguments[0])) {
            decide(desk);
            System.out.println("granted " + desk.grant("t").getGrantId());
            decide(desk);
            decide(desk);
            disable(desk);
            System.out.println("disabled");
            decide(desk);
            desk.engine()
                    .enableRule(
                            EnableRuleRequest.newBuilder().setPolicy(POLICY).setRule(RULE).build());
            System.out.println("enabled");
            decide(desk);
            System.out.println("done");
        }
    }

    private static void decide(EngineDesk desk) {
        EvaluateResponse answer = desk.evaluate(call("external_write"));
        System.out.println(
                "answered "
                        + answer.getDecision()
                        + " "
                        + answer.getDecisionId()
                        + " "
                        + answer.getBreakGlassGrant());
    }

    private static void disable(EngineDesk desk) {
        desk.engine()
                .disableRule(
                        DisableRuleRequest.newBuilder()
                                .setPolicy(POLICY)
                                .setRule(RULE)
                                .setSeconds(600)
                                .setReason("night")
                                .build());
    }
}
