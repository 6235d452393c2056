package dev.joch.cli.agent;

import dev.joch.cli.json.Tree;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** The policies that hold, in order of evaluation, and what brought each here. */
final class PolicyLines {

    private PolicyLines() {}

    /**
     * @param manifests one per environment; where there are several, each has a line above its
     *     policies
     */
    static List<String> of(List<@Nullable Object> manifests) {
        List<String> lines = new ArrayList<>();
        for (Object manifest : manifests) {
            String environment = Tree.text(manifest, "spec", "agent", "environment");
            String margin = manifests.size() > 1 ? "  " : "";
            if (manifests.size() > 1) {
                lines.add("environment " + environment);
            }
            for (Object policy : Tree.list(Tree.at(manifest, "spec", "policies", "effective"))) {
                lines.add(margin + line(policy, environment));
            }
        }
        return lines;
    }

    private static String line(@Nullable Object policy, String environment) {
        List<String> from =
                Tree.list(Tree.at(policy, "from")).stream()
                        .map(word -> origin(String.valueOf(word), environment))
                        .toList();
        return Tree.text(policy, "name")
                + "@v"
                + Tree.text(policy, "generation")
                + "  in "
                + Tree.text(policy, "namespace")
                + (from.isEmpty() ? "" : "  from " + String.join(", ", from));
    }

    private static String origin(String word, String environment) {
        return switch (word) {
            case "environment" -> "environment " + environment;
            case "selector" -> "its selector";
            case "agent" -> "the agent";
            default -> word.replaceFirst("/", " ");
        };
    }
}
