package dev.joch.cli.resource;

import dev.joch.cli.json.Tree;

import org.jspecify.annotations.Nullable;

import java.util.Map;
import java.util.stream.Collectors;

/** Labels on one line. */
final class LabelText {

    private LabelText() {}

    static String of(@Nullable Object document) {
        return pairs(Tree.map(Tree.at(document, "metadata", "labels")));
    }

    static String pairs(Map<String, @Nullable Object> pairs) {
        return pairs.entrySet().stream()
                .map(pair -> pair.getKey() + "=" + pair.getValue())
                .sorted()
                .collect(Collectors.joining(","));
    }
}
