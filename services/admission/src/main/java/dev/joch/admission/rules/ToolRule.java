package dev.joch.admission.rules;

import dev.joch.admission.review.Draft;
import dev.joch.admission.review.Findings;
import dev.joch.admission.review.Reason;
import dev.joch.resource.v1alpha1.ToolSpec;

/** What runs in the agent's own process has neither an address nor a program. */
final class ToolRule {

    private ToolRule() {}

    static void check(Draft draft, ToolSpec tool, Findings findings) {
        if (!tool.getType().equals("function")) {
            return;
        }
        if (tool.hasEndpoint()) {
            conflict(draft, "endpoint", "rest", findings);
        }
        if (tool.hasCommand()) {
            conflict(draft, "command", "os", findings);
        }
    }

    private static void conflict(Draft draft, String field, String type, Findings findings) {
        findings.error(
                draft,
                Reason.CONFLICTING_FIELDS,
                "spec." + field,
                "a `function` tool runs in the agent's process and has no `" + field + "`",
                "remove it, or write type: " + type);
    }
}
