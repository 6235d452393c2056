package dev.joch.policyengine.preflight;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Value;

import dev.joch.policyengine.judge.KnownContext;
import dev.joch.resource.v1alpha1.MCPServerSpec;
import dev.joch.resource.v1alpha1.MCPServerStatus;
import dev.joch.resource.v1alpha1.ModelSpec;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ToolSpec;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What is known of a model, a tool or a server before anything runs. */
final class TargetFacts {

    private TargetFacts() {}

    static Map<String, Value> of(Resource target) {
        String name = target.getMetadata().getName();
        Map<String, Value> facts = new HashMap<>();
        switch (target.getKind()) {
            case "Model" ->
                    spec(target, ModelSpec.class)
                            .ifPresent(model -> {
                                facts.put("model.provider", KnownContext.text(model.getProvider()));
                                facts.put("model.name", KnownContext.text(name));
                                facts.put("model.known", KnownContext.truth(true));
                                facts.put(
                                        "model.regions",
                                        KnownContext.words(model.getRouting().getRegionsList()));
                                if (!model.getTier().isEmpty()) {
                                    facts.put("model.tier", KnownContext.text(model.getTier()));
                                }
                            });
            case "Tool" ->
                    spec(target, ToolSpec.class)
                            .ifPresent(tool -> {
                                facts.put("tool.name", KnownContext.text(name));
                                facts.put(
                                        "tool.namespace",
                                        KnownContext.text(target.getMetadata().getNamespace()));
                                facts.put("tool.type", KnownContext.text(tool.getType()));
                                facts.put(
                                        "tool.sideEffect",
                                        KnownContext.text(tool.getSideEffects().getLevel()));
                                facts.put(
                                        "tool.idempotent",
                                        KnownContext.truth(tool.getSideEffects().getIdempotent()));
                                facts.put(
                                        "tool.requiresApproval",
                                        KnownContext.truth(
                                                tool.getSideEffects().getRequiresApproval()));
                            });
            case "MCPServer" ->
                    spec(target, MCPServerSpec.class)
                            .ifPresent(server -> {
                                facts.put("mcpServer.name", KnownContext.text(name));
                                facts.put(
                                        "mcpServer.pinned",
                                        KnownContext.truth(
                                                !server.getSecurity()
                                                        .getPinnedVersion()
                                                        .isEmpty()));
                                facts.put(
                                        "mcpServer.transport",
                                        KnownContext.text(server.getTransport()));
                                seen(target, facts);
                            });
            default -> {
                // nothing that a rule could ask about
            }
        }
        return facts;
    }

    private static void seen(Resource target, Map<String, Value> facts) {
        try {
            if (target.getStatus().is(MCPServerStatus.class)) {
                MCPServerStatus status = target.getStatus().unpack(MCPServerStatus.class);
                facts.put("mcpServer.schemaDrift", KnownContext.truth(status.getSchemaDrift()));
                if (status.getTrustScore() > 0) {
                    facts.put(
                            "mcpServer.trustScore",
                            Value.newBuilder().setNumberValue(status.getTrustScore()).build());
                }
            }
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException("a status is of another kind", e);
        }
    }

    private static <S extends Message> Optional<S> spec(Resource resource, Class<S> type) {
        try {
            return resource.getSpec().is(type)
                    ? Optional.of(resource.getSpec().unpack(type))
                    : Optional.empty();
        } catch (InvalidProtocolBufferException e) {
            return Optional.empty();
        }
    }
}
