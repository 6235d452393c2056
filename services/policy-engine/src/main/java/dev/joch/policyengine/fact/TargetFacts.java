package dev.joch.policyengine.fact;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Value;

import dev.joch.policy.fact.Facts;
import dev.joch.resource.v1alpha1.MCPServerSpec;
import dev.joch.resource.v1alpha1.MCPServerStatus;
import dev.joch.resource.v1alpha1.ModelSpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ToolSpec;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the record of a model, a tool or a server says of it. */
public final class TargetFacts {

    /** Kinds of records that state facts of their own. */
    public static final Set<String> KINDS = Set.of("Model", "Tool", "MCPServer");

    private TargetFacts() {}

    public static Map<String, Value> of(Resource target) {
        Map<String, Value> facts = new HashMap<>();
        switch (target.getKind()) {
            case "Model" ->
                    unpacked(target.getSpec(), ModelSpec.class)
                            .ifPresent(model -> model(target, model, facts));
            case "Tool" ->
                    unpacked(target.getSpec(), ToolSpec.class)
                            .ifPresent(tool -> tool(target, tool, facts));
            case "MCPServer" ->
                    unpacked(target.getSpec(), MCPServerSpec.class)
                            .ifPresent(server -> server(target, server, facts));
            default -> {
                // nothing that a rule could ask about
            }
        }
        return facts;
    }

    private static void model(Resource target, ModelSpec model, Map<String, Value> facts) {
        facts.put(Facts.MODEL_PROVIDER, Values.text(model.getProvider()));
        facts.put("model.name", Values.text(target.getMetadata().getName()));
        facts.put(Facts.MODEL_KNOWN, Values.truth(true));
        facts.put("model.regions", Values.words(model.getRouting().getRegionsList()));
        if (!model.getTier().isEmpty()) {
            facts.put("model.tier", Values.text(model.getTier()));
        }
    }

    private static void tool(Resource target, ToolSpec tool, Map<String, Value> facts) {
        facts.put("tool.name", Values.text(target.getMetadata().getName()));
        facts.put("tool.namespace", Values.text(target.getMetadata().getNamespace()));
        facts.put("tool.type", Values.text(tool.getType()));
        facts.put("tool.sideEffect", Values.text(tool.getSideEffects().getLevel()));
        facts.put("tool.idempotent", Values.truth(tool.getSideEffects().getIdempotent()));
        facts.put(
                "tool.requiresApproval", Values.truth(tool.getSideEffects().getRequiresApproval()));
        if (tool.hasMcpServerRef()) {
            facts.put("mcpServer.name", Values.text(tool.getMcpServerRef().getName()));
        }
    }

    private static void server(Resource target, MCPServerSpec server, Map<String, Value> facts) {
        facts.put("mcpServer.name", Values.text(target.getMetadata().getName()));
        facts.put(
                "mcpServer.pinned",
                Values.truth(!server.getSecurity().getPinnedVersion().isEmpty()));
        facts.put("mcpServer.transport", Values.text(server.getTransport()));
        unpacked(target.getStatus(), MCPServerStatus.class)
                .ifPresent(status -> {
                    facts.put("mcpServer.schemaDrift", Values.truth(status.getSchemaDrift()));
                    if (status.hasTrustScore()) {
                        facts.put("mcpServer.trustScore", Values.number(status.getTrustScore()));
                    }
                });
    }

    private static <M extends Message> Optional<M> unpacked(Any any, Class<M> type) {
        try {
            return any.is(type) ? Optional.of(any.unpack(type)) : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }
}
