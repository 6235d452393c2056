package dev.joch.admission.rules;

import com.google.protobuf.Message;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.resource.v1alpha1.AgBOMSpec;
import dev.joch.resource.v1alpha1.BudgetSpec;
import dev.joch.resource.v1alpha1.DeploymentSpec;
import dev.joch.resource.v1alpha1.EvalSpec;
import dev.joch.resource.v1alpha1.MCPServerSpec;
import dev.joch.resource.v1alpha1.ModelRouteSpec;
import dev.joch.resource.v1alpha1.PolicySpec;
import dev.joch.resource.v1alpha1.ToolSpec;

/** What single kinds ask for beyond the constraints of the contract. */
public final class SpecRules {

    private SpecRules() {}

    public static void check(Draft draft, Findings findings) {
        Message spec = draft.spec().orElse(null);
        if (spec instanceof ModelRouteSpec route) {
            RouteRule.check(draft, route, findings);
        } else if (spec instanceof EvalSpec eval) {
            EvalRule.check(draft, eval, findings);
        } else if (spec instanceof BudgetSpec budget) {
            BudgetRule.check(draft, budget, findings);
        } else if (spec instanceof AgBOMSpec agbom) {
            ScheduleRule.check(draft, agbom, findings);
        } else if (spec instanceof PolicySpec policy) {
            PolicyRules.check(draft, policy, findings);
        } else if (spec instanceof ToolSpec tool) {
            ToolRule.check(draft, tool, findings);
        } else if (spec instanceof MCPServerSpec server) {
            ServerRule.check(draft, server, findings);
        } else if (spec instanceof DeploymentSpec deployment) {
            RolloutRule.check(draft, deployment, findings);
        }
    }
}
