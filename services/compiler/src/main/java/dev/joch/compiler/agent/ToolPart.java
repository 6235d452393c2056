package dev.joch.compiler.agent;

import dev.joch.resource.text.CanonicalJson;
import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.MCPServerSpec;
import dev.joch.resource.v1alpha1.ManifestTool;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.ToolSafety;
import dev.joch.resource.v1alpha1.ToolSideEffects;
import dev.joch.resource.v1alpha1.ToolSpec;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The tools of an agent, in its order. One that an MCP server offers brings its server along. */
final class ToolPart {

    private final Scope scope;
    private final CompiledAgentManifestSpec.Builder manifest;
    private final String gateway;
    private final Map<String, String> places = new HashMap<>();
    private final Map<String, Found<MCPServerSpec>> servers = new LinkedHashMap<>();

    ToolPart(Scope scope, CompiledAgentManifestSpec.Builder manifest) {
        this.scope = scope;
        this.manifest = manifest;
        this.gateway = FrameworkPart.gateway(scope, false);
    }

    /** Servers that tools belong to, by the field that leads there. */
    Map<String, Found<MCPServerSpec>> servers() {
        return servers;
    }

    void add() {
        for (int i = 0; i < scope.spec().getToolsCount(); i++) {
            Ref ref = scope.spec().getTools(i);
            String field = "spec.tools[" + i + "].name";
            scope.reads()
                    .need(scope.namespace(), "Tool", ref, field, ToolSpec.class)
                    .ifPresentOrElse(
                            found -> tool(found, field),
                            () ->
                                    manifest.addTools(
                                            ManifestTool.newBuilder()
                                                    .setName(ref.getName())
                                                    .setGatewayUrl(gateway)));
        }
    }

    private void tool(Found<ToolSpec> found, String field) {
        String before = places.putIfAbsent(found.name(), found.namespace());
        if (before != null) {
            if (!before.equals(found.namespace())) {
                duplicate(found, before, field);
            }
            return;
        }
        allowed(found, field);
        ToolSpec spec = found.spec();
        ToolSideEffects effects = spec.getSideEffects();
        ManifestTool.Builder out =
                manifest.addToolsBuilder()
                        .setName(found.name())
                        .setNamespace(found.namespace())
                        .setGeneration(found.generation())
                        .setGatewayUrl(gateway)
                        .setType(spec.getType())
                        .setSideEffect(effects.getLevel());
        if (effects.getRequiresApproval()) {
            out.setRequiresApproval(true);
        }
        if (effects.getIdempotent()) {
            out.setIdempotent(true);
        }
        if (effects.hasIdempotencyKeyTemplate()) {
            out.setIdempotencyKeyTemplate(effects.getIdempotencyKeyTemplate());
        }
        if (spec.hasDescription()) {
            out.setDescription(spec.getDescription());
        }
        if (spec.hasInputSchema()) {
            out.setInputSchema(spec.getInputSchema());
        }
        if (spec.hasOutputSchema()) {
            out.setOutputSchema(spec.getOutputSchema());
        }
        if (spec.hasInputSchema() || spec.hasOutputSchema()) {
            out.setSchemaSha(schemaSha(spec));
        }
        if (spec.hasMcpServerRef()) {
            server(found, field, out);
        }
    }

    /** Over {@code {"input":...,"output":...}} with the schemas that are there. */
    static String schemaSha(ToolSpec spec) {
        ToolSpec.Builder schemas = ToolSpec.newBuilder();
        if (spec.hasInputSchema()) {
            schemas.setInputSchema(spec.getInputSchema());
        }
        if (spec.hasOutputSchema()) {
            schemas.setOutputSchema(spec.getOutputSchema());
        }
        return CanonicalJson.digest(schemas.build());
    }

    private void server(Found<ToolSpec> tool, String field, ManifestTool.Builder out) {
        Ref ref = tool.spec().getMcpServerRef();
        out.setMcpServer(ref.getName());
        // the tool's own namespace counts: it says which server it means
        scope.reads()
                .need(tool.namespace(), "MCPServer", ref, field, MCPServerSpec.class)
                .ifPresent(found -> servers.putIfAbsent(field, found));
    }

    private void allowed(Found<ToolSpec> found, String field) {
        ToolSafety safety = found.spec().getSafety();
        List<String> agents = safety.getAllowedAgentsList();
        if (!agents.isEmpty() && !agents.contains(scope.name())) {
            refuse(
                    field,
                    "Tool "
                            + found.name()
                            + " may be called by "
                            + String.join(", ", agents)
                            + " only",
                    "add "
                            + scope.name()
                            + " to spec.safety.allowedAgents of the Tool, or leave"
                            + " the tool out");
        }
        if (safety.getDeniedNamespacesList().contains(scope.namespace())) {
            refuse(
                    field,
                    "agents of namespace "
                            + scope.namespace()
                            + " may not call Tool "
                            + found.name(),
                    "take the namespace out of spec.safety.deniedNamespaces of the Tool, or leave"
                            + " the tool out");
        }
    }

    private void refuse(String field, String message, String fix) {
        scope.findings().error(Reason.TOOL_NOT_ALLOWED, field, message, fix);
    }

    private void duplicate(Found<ToolSpec> found, String before, String field) {
        scope.findings()
                .error(
                        Reason.DUPLICATE_NAME,
                        field,
                        "the agent has a Tool "
                                + found.name()
                                + " of "
                                + before
                                + " already, and calls tools by name",
                        "leave one out");
    }
}
