package dev.joch.compiler.compile;

import dev.joch.compiler.compile.Desk.Found;
import dev.joch.resource.v1alpha1.AgentSpec;
import dev.joch.resource.v1alpha1.MCPServerSpec;
import dev.joch.resource.v1alpha1.MCPServerStatus;
import dev.joch.resource.v1alpha1.ManifestMCPServer;
import dev.joch.resource.v1alpha1.ManifestTool;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.ToolSpec;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tools and MCP servers of an agent. A tool that lives on a server brings the server along. */
final class Tools {

    private final Desk desk;
    private final String toolGateway;
    private final String mcpGateway;
    private final List<ManifestTool> tools = new ArrayList<>();
    private final Map<String, ManifestMCPServer> servers = new LinkedHashMap<>();

    Tools(Desk desk, String toolGateway, String mcpGateway) {
        this.desk = desk;
        this.toolGateway = toolGateway;
        this.mcpGateway = mcpGateway;
    }

    void compile(AgentSpec agent) {
        for (int i = 0; i < agent.getMcpServersCount(); i++) {
            server("spec.mcpServers[" + i + "].name", desk.namespace(), agent.getMcpServers(i));
        }
        for (int i = 0; i < agent.getToolsCount(); i++) {
            tool("spec.tools[" + i + "].name", agent.getTools(i));
        }
    }

    List<ManifestTool> tools() {
        return tools;
    }

    List<ManifestMCPServer> servers() {
        return List.copyOf(servers.values());
    }

    private void tool(String field, Ref ref) {
        Optional<Found<ToolSpec>> found = desk.require(field, "Tool", ToolSpec.class, ref);
        if (found.isEmpty()) {
            return;
        }
        ToolSpec spec = found.get().spec();
        safety(field, found.get());
        String server = "";
        if (spec.hasMcpServerRef()) {
            server =
                    server(field, found.get().namespace(), spec.getMcpServerRef())
                            .map(Found::name)
                            .orElse("");
        }
        ManifestTool.Builder tool =
                ManifestTool.newBuilder()
                        .setName(found.get().name())
                        .setNamespace(found.get().namespace())
                        .setGeneration(found.get().generation())
                        .setGatewayUrl(toolGateway)
                        .setSideEffect(spec.getSideEffects().getLevel())
                        .setSchemaSha(SchemaDigest.of(spec))
                        .setType(spec.getType())
                        .setDescription(spec.getDescription())
                        .setIdempotencyKeyTemplate(
                                spec.getSideEffects().getIdempotencyKeyTemplate())
                        .setMcpServer(server);
        if (spec.getSideEffects().getRequiresApproval()) {
            tool.setRequiresApproval(true);
        }
        if (spec.getSideEffects().getIdempotent()) {
            tool.setIdempotent(true);
        }
        if (spec.hasInputSchema()) {
            tool.setInputSchema(spec.getInputSchema());
        }
        if (spec.hasOutputSchema()) {
            tool.setOutputSchema(spec.getOutputSchema());
        }
        tools.add(tool.build());
    }

    private void safety(String field, Found<ToolSpec> tool) {
        List<String> agents = tool.spec().getSafety().getAllowedAgentsList();
        if (!agents.isEmpty() && !agents.contains(desk.name())) {
            desk.error(
                    field,
                    "TOOL_NOT_ALLOWED",
                    "Tool " + tool.name() + " is for " + agents + " only",
                    "ask who owns the tool to add "
                            + desk.name()
                            + " to spec.safety.allowedAgents");
        }
        if (tool.spec().getSafety().getDeniedNamespacesList().contains(desk.namespace())) {
            desk.error(
                    field,
                    "TOOL_NOT_ALLOWED",
                    "Tool " + tool.name() + " may not be used in namespace " + desk.namespace(),
                    "use another tool, or another namespace");
        }
    }

    private Optional<Found<MCPServerSpec>> server(String field, String from, Ref ref) {
        Optional<Found<MCPServerSpec>> found =
                desk.require(field, from, "MCPServer", MCPServerSpec.class, ref);
        found.ifPresent(server -> server(field, server));
        return found;
    }

    private void server(String field, Found<MCPServerSpec> server) {
        MCPServerSpec spec = server.spec();
        if (spec.getTransport().equals("stdio") && !spec.getSecurity().getAllowStdio()) {
            desk.error(
                    field,
                    "STDIO_NOT_ALLOWED",
                    "MCPServer "
                            + server.name()
                            + " starts a program without"
                            + " spec.security.allowStdio",
                    "allow it there, or reach the server over HTTP");
            return;
        }
        MCPServerStatus status =
                Desk.status(server.resource(), MCPServerStatus.class)
                        .orElse(MCPServerStatus.getDefaultInstance());
        trust(field, server, status);
        ManifestMCPServer.Builder manifest =
                ManifestMCPServer.newBuilder()
                        .setName(server.name())
                        .setNamespace(server.namespace())
                        .setGeneration(server.generation())
                        .setGatewayUrl(mcpGateway)
                        .setTrustedPublisher(spec.getSecurity().getTrustedPublisher())
                        .addAllTools(status.getDiscoveredToolsList());
        if (spec.getSecurity().getPinServerVersion()) {
            manifest.setPinnedVersion(spec.getSecurity().getPinnedVersion());
        }
        if (status.getTrustScore() > 0) {
            manifest.setTrustScore(status.getTrustScore());
        }
        if (spec.getSecurity().getMinTrustScore() > 0) {
            manifest.setMinTrustScore(spec.getSecurity().getMinTrustScore());
        }
        servers.put(server.namespace() + "/" + server.name(), manifest.build());
    }

    /** The gateway refuses calls; the agent's other work goes on, so these only warn. */
    private void trust(String field, Found<MCPServerSpec> server, MCPServerStatus status) {
        double least = server.spec().getSecurity().getMinTrustScore();
        if (status.getPhase().equals("Quarantined")) {
            desk.warn(
                    field,
                    "SERVER_QUARANTINED",
                    "MCPServer " + server.name() + " is in quarantine; its tools are refused",
                    "joch describe mcpserver/" + server.name() + " says why");
        } else if (status.getTrustScore() > 0 && status.getTrustScore() < least) {
            desk.warn(
                    field,
                    "SERVER_UNTRUSTED",
                    "MCPServer "
                            + server.name()
                            + " is trusted "
                            + status.getTrustScore()
                            + ", less than the "
                            + least
                            + " it demands; its tools are refused",
                    "joch describe mcpserver/" + server.name() + " says why");
        }
    }
}
