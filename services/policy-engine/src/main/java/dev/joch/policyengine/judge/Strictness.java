package dev.joch.policyengine.judge;

import com.google.protobuf.Value;

import dev.joch.policy.v1.EvaluateRequest;

import java.util.Set;

/** How careful one has to be when something that belongs to a decision is away. */
final class Strictness {

    /** Classes of side effects that stay with the agent. */
    private static final Set<String> HARMLESS = Set.of("read_only", "local_write");

    private Strictness() {}

    /** Whether a question is about something that leaves traces elsewhere, or calls a model. */
    static boolean needed(EvaluateRequest request) {
        if (request.containsFacts("model.provider")) {
            return true;
        }
        Value sideEffect = request.getFactsMap().get("tool.sideEffect");
        if (sideEffect == null) {
            // a tool of which nothing is known is of the strictest class
            return request.getHook().contains("toolCall") || request.getHook().contains("MCP");
        }
        return !HARMLESS.contains(sideEffect.getStringValue());
    }
}
