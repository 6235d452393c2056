package dev.joch.agbom.content;

import dev.joch.resource.v1alpha1.ManifestTool;
import dev.joch.resource.v1alpha1.Ref;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ToolSpec;

import java.util.Optional;

/** Tools: services where a gateway calls them, libraries where the agent's process does. */
final class Tools {

    private static final String KIND = "Tool";

    private Tools() {}

    static void list(Ingredients from, Draft draft, String agent) {
        if (!from.lists(Section.TOOLS)) {
            return;
        }
        for (ManifestTool tool : from.manifest().getToolsList()) {
            Optional<Resource> found = from.find(KIND, tool.getNamespace(), tool.getName());
            ToolSpec spec =
                    found.map(record -> Ingredients.spec(record, ToolSpec.class))
                            .orElse(ToolSpec.getDefaultInstance());
            String placed = draft.placed(tool.getNamespace(), tool.getName());
            String ref = "urn:tool:" + placed;
            draft.add(entry(tool, spec).as(ref, placed));
            draft.link(agent, ref);
            if (spec.hasMcpServerRef()) {
                server(from, draft, ref, tool.getNamespace(), spec.getMcpServerRef());
            }
        }
    }

    private static Entry entry(ManifestTool tool, ToolSpec spec) {
        boolean remote = tool.getType().equals("rest") || tool.getType().equals("mcp");
        Entry entry =
                Entry.of(remote ? Shape.SERVICE : Shape.LIBRARY, KIND, tool.getName())
                        .version("v" + tool.getGeneration())
                        .description(tool.getDescription())
                        .property("joch.type", tool.getType())
                        .property("joch.sideEffect", tool.getSideEffect())
                        .flag("joch.requiresApproval", tool.getRequiresApproval())
                        .flag("joch.idempotent", tool.getIdempotent())
                        .property("joch.schemaSha", tool.getSchemaSha())
                        .property("joch.mcpServer", tool.getMcpServer())
                        .property("joch.command", spec.getCommand())
                        .property("joch.method", spec.getEndpoint().getMethod());
        // places for arguments are no part of an address
        String url = spec.getEndpoint().getUrl();
        if (url.contains("{")) {
            entry.property("joch.urlTemplate", url);
        } else {
            entry.endpoint(url);
        }
        return entry;
    }

    private static void server(
            Ingredients from, Draft draft, String tool, String namespace, Ref server) {
        String placed =
                from.find(McpServers.KIND, namespace, server)
                        .map(found ->
                                draft.placed(
                                        found.getMetadata().getNamespace(),
                                        found.getMetadata().getName()))
                        .orElse(server.getName());
        draft.linkTo(tool, Entry.identity(McpServers.KIND, placed));
    }
}
