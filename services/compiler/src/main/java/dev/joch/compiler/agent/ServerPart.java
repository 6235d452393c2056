package dev.joch.compiler.agent;

import dev.joch.resource.v1alpha1.CompiledAgentManifestSpec;
import dev.joch.resource.v1alpha1.MCPServerSecurity;
import dev.joch.resource.v1alpha1.MCPServerSpec;
import dev.joch.resource.v1alpha1.MCPServerStatus;
import dev.joch.resource.v1alpha1.ManifestMCPServer;
import dev.joch.resource.v1alpha1.Ref;

import java.util.HashMap;
import java.util.Map;

/** MCP servers: those the agent names, then those that its tools belong to. */
final class ServerPart {

    private static final double TENTHS = 10;

    private final Scope scope;
    private final CompiledAgentManifestSpec.Builder manifest;
    private final String gateway;
    private final Map<String, String> places = new HashMap<>();

    ServerPart(Scope scope, CompiledAgentManifestSpec.Builder manifest) {
        this.scope = scope;
        this.manifest = manifest;
        this.gateway = FrameworkPart.gateway(scope, true);
    }

    void add(Map<String, Found<MCPServerSpec>> ofTools) {
        for (int i = 0; i < scope.spec().getMcpServersCount(); i++) {
            Ref ref = scope.spec().getMcpServers(i);
            String field = "spec.mcpServers[" + i + "].name";
            scope.reads()
                    .need(scope.namespace(), "MCPServer", ref, field, MCPServerSpec.class)
                    .ifPresentOrElse(
                            found -> server(found, field),
                            () ->
                                    manifest.addMcpServersBuilder()
                                            .setName(ref.getName())
                                            .setGatewayUrl(gateway));
        }
        ofTools.forEach((field, found) -> server(found, field));
    }

    private void server(Found<MCPServerSpec> found, String field) {
        String before = places.putIfAbsent(found.name(), found.namespace());
        if (before != null) {
            if (!before.equals(found.namespace())) {
                scope.findings()
                        .error(
                                Reason.DUPLICATE_NAME,
                                field,
                                "the agent has an MCPServer "
                                        + found.name()
                                        + " of "
                                        + before
                                        + " already, and reaches servers by name",
                                "leave one out");
            }
            return;
        }
        MCPServerSecurity security = found.spec().getSecurity();
        if (found.spec().getTransport().equals("stdio") && !security.getAllowStdio()) {
            scope.findings()
                    .error(
                            Reason.STDIO_NOT_ALLOWED,
                            field,
                            "MCPServer "
                                    + found.name()
                                    + " starts a program, and is not allowed to",
                            "set spec.security.allowStdio: true there, or reach the server over"
                                    + " streamable_http");
        }
        MCPServerStatus status =
                Specs.statusOf(
                        found.resource(),
                        MCPServerStatus.class,
                        MCPServerStatus.getDefaultInstance());
        ManifestMCPServer.Builder out =
                manifest.addMcpServersBuilder()
                        .setName(found.name())
                        .setNamespace(found.namespace())
                        .setGeneration(found.generation())
                        .setGatewayUrl(gateway);
        if (security.hasPinnedVersion()) {
            out.setPinnedVersion(security.getPinnedVersion());
        }
        if (status.hasTrustScore()) {
            // in tenths: the manifest is a new one when trust moves, not with every call
            out.setTrustScore(Math.round(status.getTrustScore() * TENTHS) / TENTHS);
        }
        if (security.hasMinTrustScore()) {
            out.setMinTrustScore(security.getMinTrustScore());
        }
        if (security.hasTrustedPublisher()) {
            out.setTrustedPublisher(security.getTrustedPublisher());
        }
        if (!status.getSchemaDrift()) {
            out.addAllTools(status.getDiscoveredToolsList().stream().sorted().toList());
        }
        trust(found, status, field);
    }

    /** Only a warning: the gateway looks again at each call, and trust comes back by itself. */
    private void trust(Found<MCPServerSpec> found, MCPServerStatus status, String field) {
        double least = found.spec().getSecurity().getMinTrustScore();
        boolean quarantined = status.getPhase().equals("Quarantined");
        String why = "";
        if (quarantined) {
            why = "is in quarantine";
        } else if (status.getSchemaDrift()) {
            why = "offers other tools than were accepted";
        } else if (status.hasTrustScore() && status.getTrustScore() < least) {
            why = "has trust " + status.getTrustScore() + ", and " + least + " is demanded";
        }
        if (!why.isEmpty()) {
            scope.findings()
                    .warning(
                            quarantined ? Reason.SERVER_QUARANTINED : Reason.SERVER_UNTRUSTED,
                            field,
                            "MCPServer "
                                    + found.name()
                                    + " "
                                    + why
                                    + ", so the gateway may refuse its calls",
                            "look at joch describe mcpserver/" + found.name());
        }
    }
}
