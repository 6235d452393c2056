package dev.joch.cli.resource;

import dev.joch.cli.api.Reference;
import dev.joch.cli.json.Tree;
import dev.joch.cli.manifest.CompiledManifests;
import dev.joch.cli.session.Session;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** What an agent was compiled to: for its newest generation, one manifest per environment. */
final class ManifestSection {

    private ManifestSection() {}

    /** Lines to print; none for other kinds and where nothing was compiled. */
    static List<String> of(Reference reference, Session session) {
        if (!reference.kind().kind().equals("Agent")) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        long newest = 0;
        for (Object manifest : new CompiledManifests(session).of(reference)) {
            long generation = Tree.number(manifest, "spec", "agent", "generation");
            newest = newest == 0 ? generation : newest;
            if (generation == newest) {
                add(manifest, lines);
            }
        }
        return lines;
    }

    private static void add(@Nullable Object manifest, List<String> lines) {
        lines.add(
                Tree.text(manifest, "metadata", "name")
                        + "  environment "
                        + Tree.text(manifest, "spec", "agent", "environment")
                        + "  "
                        + Tree.text(manifest, "spec", "digest"));
        for (Object policy : Tree.list(Tree.at(manifest, "spec", "policies", "resolved"))) {
            lines.add("  Policy " + policy);
        }
        lines.add(
                "  FrameworkAdapter "
                        + Tree.text(manifest, "spec", "framework", "adapter")
                        + generation(
                                Tree.number(manifest, "spec", "framework", "adapterGeneration")));
        String route = Tree.text(manifest, "spec", "modelRoute", "name");
        if (!route.isEmpty()) {
            lines.add(
                    "  ModelRoute "
                            + route
                            + generation(
                                    Tree.number(manifest, "spec", "modelRoute", "generation")));
        }
        named("Tool", Tree.list(Tree.at(manifest, "spec", "tools")), lines);
        named("MCPServer", Tree.list(Tree.at(manifest, "spec", "mcpServers")), lines);
    }

    private static void named(String kind, List<@Nullable Object> entries, List<String> lines) {
        for (Object entry : entries) {
            lines.add(
                    "  "
                            + kind
                            + " "
                            + Tree.text(entry, "name")
                            + generation(Tree.number(entry, "generation")));
        }
    }

    private static String generation(long generation) {
        return generation == 0 ? "" : " g" + generation;
    }
}
