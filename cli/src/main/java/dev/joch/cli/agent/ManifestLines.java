package dev.joch.cli.agent;

import dev.joch.cli.json.Tree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** A manifest in short: its digest, and what it binds to which version. */
final class ManifestLines {

    private ManifestLines() {}

    static List<String> of(List<@Nullable Object> manifests) {
        List<String> lines = new ArrayList<>();
        manifests.forEach(manifest -> add(manifest, lines));
        return lines;
    }

    private static void add(@Nullable Object manifest, List<String> lines) {
        lines.add(
                Tree.text(manifest, "metadata", "name")
                        + "  environment "
                        + Tree.text(manifest, "spec", "agent", "environment")
                        + "  "
                        + Tree.text(manifest, "spec", "digest"));
        lines.add(
                "  FrameworkAdapter "
                        + Tree.text(manifest, "spec", "framework", "adapter")
                        + generation(
                                Tree.number(manifest, "spec", "framework", "adapterGeneration")));
        route(Tree.at(manifest, "spec", "modelRoute"), lines);
        named("Tool", Tree.list(Tree.at(manifest, "spec", "tools")), lines);
        named("MCPServer", Tree.list(Tree.at(manifest, "spec", "mcpServers")), lines);
        Tree.map(Tree.at(manifest, "spec", "memories"))
                .forEach((role, memory) ->
                        lines.add("  Memory " + Tree.text(memory, "name") + "  as " + role));
        named("RAG", Tree.list(Tree.at(manifest, "spec", "ragRefs")), lines);
        named("Agent", Tree.list(Tree.at(manifest, "spec", "children")), lines);
    }

    private static void route(@Nullable Object route, List<String> lines) {
        String name = Tree.text(route, "name");
        if (!name.isEmpty()) {
            lines.add("  ModelRoute " + name + generation(Tree.number(route, "generation")));
        }
        String primary = Tree.text(route, "primary");
        if (!primary.isEmpty()) {
            lines.add("  Model " + primary);
        }
        for (Object fallback : Tree.list(Tree.at(route, "fallback"))) {
            lines.add("  Model " + fallback + "  when the one before fails");
        }
    }

    private static void named(String kind, List<@Nullable Object> entries, List<String> lines) {
        for (Object entry : entries) {
            lines.add(
                    "  "
                            + kind
                            + " "
                            + Tree.text(entry, "name")
                            + generation(Tree.number(entry, "generation"))
                            + traits(entry));
        }
    }

    private static String traits(@Nullable Object entry) {
        List<String> traits = new ArrayList<>();
        for (String field : List.of("sideEffect", "pinnedVersion")) {
            String value = Tree.text(entry, field);
            if (!value.isEmpty()) {
                traits.add(value);
            }
        }
        if (Tree.text(entry, "requiresApproval").equals("true")) {
            traits.add("waits for approval");
        }
        return traits.isEmpty() ? "" : "  " + String.join(", ", traits);
    }

    private static String generation(long generation) {
        return generation == 0 ? "" : " g" + generation;
    }
}
