package dev.joch.admission.rules;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.policy.rule.CompiledPolicy;
import dev.joch.policy.rule.PolicyFinding;
import dev.joch.resource.field.FieldPath;
import dev.joch.resource.v1alpha1.PolicyRule;
import dev.joch.resource.v1alpha1.PolicySpec;

import java.util.HashMap;
import java.util.Map;

/**
 * Rules that can be told apart, and conditions that mean something: the engine must not be handed a
 * policy that it cannot read. CEL is loaded with the first of them.
 */
final class PolicyRules {

    private PolicyRules() {}

    static void check(Draft draft, PolicySpec policy, Findings findings) {
        names(draft, policy, findings);
        if (findings.full()) {
            return;
        }
        for (PolicyFinding found : CompiledPolicy.compile(draft.resource()).findings()) {
            if (found.warning()) {
                findings.warning(draft, reason(found), found.field(), found.message(), found.fix());
            } else {
                findings.error(draft, reason(found), found.field(), found.message(), found.fix());
            }
        }
    }

    private static Reason reason(PolicyFinding found) {
        return Reason.valueOf(found.sort().reason());
    }

    private static void names(Draft draft, PolicySpec policy, Findings findings) {
        FieldPath rules = FieldPath.parse("spec.rules");
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < policy.getRulesCount(); i++) {
            PolicyRule rule = policy.getRules(i);
            Integer before = rule.getName().isEmpty() ? null : first.putIfAbsent(rule.getName(), i);
            if (before != null) {
                findings.error(
                        draft,
                        Reason.DUPLICATE_ENTRY,
                        rules.index(i).name("name").toString(),
                        "`"
                                + Words.shortened(rule.getName())
                                + "` is the name of spec.rules["
                                + before
                                + "] already",
                        "give each rule a name of its own");
            }
        }
    }
}
