package dev.joch.policyengine.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policyengine.fact.Values;
import dev.joch.resource.text.StrictJson;

import java.util.HashMap;
import java.util.Map;

/** A message of the standard as a question of the engine. */
final class HookQuestion {

    private final String tenant;
    private final String namespace;

    HookQuestion(String tenant, String namespace) {
        this.tenant = tenant;
        this.namespace = namespace;
    }

    EvaluateRequest of(HookMethod hook, String method, JsonNode params) {
        JsonNode context = params.path("context");
        String agent =
                context.path("agent")
                        .path("name")
                        .asText(context.path("agent").path("id").asText());
        String place = namespace;
        int slash = agent.indexOf('/');
        if (slash > 0) {
            place = agent.substring(0, slash);
            agent = agent.substring(slash + 1);
        }
        Map<String, Value> facts = new HashMap<>();
        params.path("facts")
                .properties()
                .forEach(fact -> facts.put(fact.getKey(), StrictJson.value(fact.getValue())));
        facts(hook, params, facts);
        EvaluateRequest.Builder request =
                EvaluateRequest.newBuilder()
                        .setTenant(tenant)
                        .setNamespace(place)
                        .setAgent(agent)
                        .setHook(method)
                        .putAllFacts(facts)
                        .setExecutionId(context.path("session").path("id").asText())
                        .setTurnId(context.path("turnId").asText())
                        .setStepId(context.path("stepId").asText());
        JsonNode payload = payload(hook, params);
        if (!payload.isMissingNode()) {
            request.setPayload(StrictJson.value(payload));
        }
        return request.build();
    }

    /** What would be sent on: of MCP messages the message, wherever it stands. */
    static JsonNode payload(HookMethod hook, JsonNode params) {
        return hook == HookMethod.MCP && !params.has("message")
                ? params
                : params.path(hook.payload());
    }

    private static void facts(HookMethod hook, JsonNode params, Map<String, Value> facts) {
        switch (hook) {
            case TOOL_CALL_REQUEST -> {
                JsonNode call = params.path("toolCallRequest");
                tool(call.path("toolId").asText(), facts);
                Struct.Builder arguments = Struct.newBuilder();
                call.path("inputs")
                        .forEach(input ->
                                arguments.putFields(
                                        input.path("name").asText(),
                                        StrictJson.value(input.path("value"))));
                facts.putIfAbsent(
                        "tool.args", Value.newBuilder().setStructValue(arguments).build());
            }
            case TOOL_CALL_RESULT ->
                    tool(params.path("toolCallResult").path("toolId").asText(), facts);
            case MCP -> {
                JsonNode message = payload(hook, params);
                if (message.path("method").asText().equals("tools/call")) {
                    tool(message.path("params").path("name").asText(), facts);
                    facts.putIfAbsent(
                            "tool.args",
                            StrictJson.value(message.path("params").path("arguments")));
                }
            }
            case AGENT_TRIGGER ->
                    facts.putIfAbsent(
                            "trigger.type",
                            Values.text(params.path("trigger").path("type").asText()));
            case MESSAGE, MEMORY_READ, MEMORY_WRITE, KNOWLEDGE, A2A, PING -> {
                // nothing that the parameters would not say themselves
            }
        }
    }

    private static void tool(String name, Map<String, Value> facts) {
        if (!name.isEmpty()) {
            facts.putIfAbsent("tool.name", Values.text(name));
        }
    }
}
