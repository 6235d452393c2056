package dev.joch.cli.manifest;

import dev.joch.cli.json.Tree;
import dev.joch.resource.field.UnifiedDiff;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/**
 * What would change for one resource.
 *
 * @param name {@code agent/x}
 * @param action {@code created}, {@code configured} or {@code unchanged}
 * @param before manifest of what is stored; empty when it would be created
 * @param after manifest of what would be stored
 */
record Differences(String name, String action, String before, String after) {

    static List<Differences> of(@Nullable Object answer) {
        return Tree.list(Tree.at(answer, "diffs")).stream().map(Differences::one).toList();
    }

    private static Differences one(@Nullable Object diff) {
        Object key = Tree.at(diff, "key") == null ? Tree.at(diff, "ref") : Tree.at(diff, "key");
        return new Differences(
                Tree.text(key, "kind").toLowerCase(Locale.ROOT) + "/" + Tree.text(key, "name"),
                Tree.text(diff, "action"),
                Tree.text(diff, "before"),
                Tree.text(diff, "after"));
    }

    boolean changes() {
        return !action.equals("unchanged");
    }

    String unified() {
        return UnifiedDiff.between(name + " (stored)", before, name + " (new)", after);
    }
}
