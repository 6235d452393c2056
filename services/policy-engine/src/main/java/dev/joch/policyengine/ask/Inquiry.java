package dev.joch.policyengine.ask;

import static dev.joch.policyengine.ask.KnownContext.text;

import com.google.protobuf.Value;

import dev.joch.policy.decide.Question;
import dev.joch.policy.fact.Facts;
import dev.joch.policy.fact.Hooks;
import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policyengine.copy.AgentView;
import dev.joch.policyengine.copy.Copies;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.Map;
import java.util.Set;

/**
 * A question with everything that is known of it.
 *
 * @param request as it was asked
 * @param view what counts for the agent
 * @param facts by which it is decided
 */
public record Inquiry(EvaluateRequest request, AgentView view, Map<String, Value> facts) {

    /** Classes of side effects that stay with the agent. */
    private static final Set<String> HARMLESS = Set.of("read_only", "local_write");

    private static final Set<String> ABOUT_TOOLS =
            Set.of(Hooks.TOOL_REQUEST, Hooks.TOOL_RESULT, Hooks.MCP);

    public static Inquiry of(EvaluateRequest request, Copies copies) {
        return new Inquiry(request, copies.view(agent(request), request.getEnvironment()), copies);
    }

    /** With drafts in the place of what is stored. */
    public static Inquiry of(
            EvaluateRequest request, Copies copies, Map<ResourceKey, Resource> drafts) {
        return new Inquiry(
                request, copies.view(agent(request), request.getEnvironment(), drafts), copies);
    }

    private Inquiry(EvaluateRequest request, AgentView view, Copies copies) {
        this(
                request,
                view,
                KnownContext.facts(view, request.getHook(), KnownTargets.facts(request, copies)));
    }

    private static ResourceKey agent(EvaluateRequest request) {
        return ResourceKeys.of(
                request.getTenant(), "Agent", request.getNamespace(), request.getAgent());
    }

    public Question question() {
        return new Question(facts, request.getPayload());
    }

    /**
     * Whether it is about something that leaves traces elsewhere, or calls a model: then the answer
     * is no when something that belongs to a decision is away.
     */
    public boolean strict() {
        if (facts.containsKey(Facts.MODEL_PROVIDER)) {
            return true;
        }
        return classified()
                ? !HARMLESS.contains(text(facts, "tool.sideEffect"))
                : ABOUT_TOOLS.contains(request.getHook());
    }

    /** Whether a tool is called and neither its record nor the caller says of which class it is. */
    public boolean callsUnknownClass() {
        boolean calls =
                request.getHook().equals(Hooks.TOOL_REQUEST)
                        || (request.getHook().equals(Hooks.MCP) && facts.containsKey("tool.name"));
        return calls && !classified();
    }

    private boolean classified() {
        return Facts.SIDE_EFFECTS.contains(text(facts, "tool.sideEffect"));
    }
}
