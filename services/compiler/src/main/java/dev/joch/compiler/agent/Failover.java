package dev.joch.compiler.agent;

import dev.joch.resource.v1alpha1.ModelRouteFailover;

/** When a call goes on to the next candidate of its route. What a route leaves out is on. */
final class Failover {

    private Failover() {}

    static ModelRouteFailover complete(ModelRouteFailover said) {
        return ModelRouteFailover.newBuilder()
                .setOnError(on(said.hasOnError(), said.getOnError()))
                .setOnBudgetExceeded(on(said.hasOnBudgetExceeded(), said.getOnBudgetExceeded()))
                .setOnCapabilityMismatch(
                        on(said.hasOnCapabilityMismatch(), said.getOnCapabilityMismatch()))
                .setOnRegionMismatch(on(said.hasOnRegionMismatch(), said.getOnRegionMismatch()))
                .setOnHealthDegraded(on(said.hasOnHealthDegraded(), said.getOnHealthDegraded()))
                .build();
    }

    private static boolean on(boolean said, boolean value) {
        return !said || value;
    }
}
