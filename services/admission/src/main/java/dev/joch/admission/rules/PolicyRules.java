package dev.joch.admission.rules;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.resource.field.FieldPath;
import dev.joch.resource.v1alpha1.PolicyRule;
import dev.joch.resource.v1alpha1.PolicySpec;

import java.util.HashMap;
import java.util.Map;

/** Rules that can be told apart, and conditions that can be read. */
final class PolicyRules {

    private PolicyRules() {}

    static void check(Draft draft, PolicySpec policy, Findings findings) {
        FieldPath rules = FieldPath.parse("spec.rules");
        Map<String, Integer> first = new HashMap<>();
        for (int i = 0; i < policy.getRulesCount(); i++) {
            PolicyRule rule = policy.getRules(i);
            FieldPath here = rules.index(i);
            Integer before = rule.getName().isEmpty() ? null : first.putIfAbsent(rule.getName(), i);
            if (before != null) {
                findings.error(
                        draft,
                        Reason.DUPLICATE_ENTRY,
                        here.name("name").toString(),
                        "`"
                                + Words.shortened(rule.getName())
                                + "` is the name of spec.rules["
                                + before
                                + "] already",
                        "give each rule a name of its own");
            }
            if (rule.hasExpression() && !findings.full()) {
                String field = here.name("expression").toString();
                Expressions.problem(rule.getExpression())
                        .ifPresent(problem ->
                                findings.error(
                                        draft,
                                        Reason.INVALID_EXPRESSION,
                                        field,
                                        problem,
                                        "write a condition in CEL: tool.sideEffect =="
                                                + " 'external_write' && cost.runUsd > 5.0"));
            }
        }
    }
}
