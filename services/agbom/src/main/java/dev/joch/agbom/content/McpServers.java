package dev.joch.agbom.content;

import dev.joch.resource.v1alpha1.MCPServerSpec;
import dev.joch.resource.v1alpha1.MCPServerStatus;
import dev.joch.resource.v1alpha1.ManifestMCPServer;
import dev.joch.resource.v1alpha1.Resource;

import java.util.Optional;

/** MCP servers: what version is accepted, and how far they are trusted. */
final class McpServers {

    static final String KIND = "MCPServer";

    private McpServers() {}

    static void list(Ingredients from, Draft draft, String agent, RiskRules risks) {
        if (!from.lists(Section.MCP_SERVERS)) {
            return;
        }
        for (ManifestMCPServer server : from.manifest().getMcpServersList()) {
            draft.link(agent, server(from, draft, server, risks));
        }
    }

    private static String server(
            Ingredients from, Draft draft, ManifestMCPServer server, RiskRules risks) {
        Optional<Resource> found = from.find(KIND, server.getNamespace(), server.getName());
        MCPServerSpec spec =
                found.map(record -> Ingredients.spec(record, MCPServerSpec.class))
                        .orElse(MCPServerSpec.getDefaultInstance());
        MCPServerStatus status =
                found.flatMap(record -> Ingredients.status(record, MCPServerStatus.class))
                        .orElse(MCPServerStatus.getDefaultInstance());
        String version = version(server, spec, status);
        Entry entry =
                Entry.of(Shape.SERVICE, KIND, server.getName())
                        .version(version)
                        .endpoint(spec.getEndpoint().getUrl())
                        .property("joch.transport", spec.getTransport())
                        .property("joch.command", spec.getCommand())
                        .property("joch.trustedPublisher", spec.getSecurity().getTrustedPublisher())
                        .property("joch.schemaSha", server.getSchemaSha())
                        .property("joch.tools", String.join(",", server.getToolsList()))
                        .property(
                                "joch.resources",
                                String.join(",", status.getDiscoveredResourcesList()))
                        .property("joch.phase", status.getPhase())
                        .flag("joch.authenticated", authenticated(spec))
                        .flag("joch.sandbox", spec.getSecurity().getSandbox())
                        .flag("joch.pinned", RiskRules.pinned(spec, version));
        if (RiskRules.scored(status)) {
            entry.property("joch.trustScore", Numbers.score(status.getTrustScore()));
        }
        if (spec.getSecurity().hasMinTrustScore()) {
            entry.property(
                    "joch.minTrustScore", Numbers.score(spec.getSecurity().getMinTrustScore()));
        }
        String placed = draft.placed(server.getNamespace(), server.getName());
        String ref = "urn:mcp:" + placed + (version.isEmpty() ? "" : "@" + version);
        draft.add(entry.as(ref, placed));
        risks.server(draft, server.getName(), spec, status, version);
        return ref;
    }

    /** What is accepted; what was seen where nothing was fixed. */
    private static String version(
            ManifestMCPServer server, MCPServerSpec spec, MCPServerStatus status) {
        if (!server.getPinnedVersion().isEmpty()) {
            return server.getPinnedVersion();
        }
        return spec.getSecurity().getPinnedVersion().isEmpty()
                ? status.getVersion()
                : spec.getSecurity().getPinnedVersion();
    }

    private static boolean authenticated(MCPServerSpec spec) {
        String type = spec.getAuth().getType();
        return !type.isEmpty() && !type.equals("none");
    }
}
