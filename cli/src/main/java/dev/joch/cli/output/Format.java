package dev.joch.cli.output;

import dev.joch.cli.json.JsonWriter;
import dev.joch.cli.json.Tree;
import dev.joch.cli.problem.FailureException;
import dev.joch.resource.kind.Nearest;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How data is printed. */
public sealed interface Format {
    List<String> WORDS =
            List.of("table", "wide", "json", "yaml", "jsonl", "name", "jsonpath=TEMPLATE");

    /** Columns for people. */
    record Table(boolean wide) implements Format {}

    record Json() implements Format {}

    record Yaml() implements Format {}

    /** One document a line. */
    record JsonLines() implements Format {}

    /** {@code kind/name} a line. */
    record Name() implements Format {}

    record Path(JsonPath path) implements Format {}

    static Format parse(String text) {
        if (text.startsWith("jsonpath=")) {
            return new Path(JsonPath.parse(text.substring("jsonpath=".length())));
        }
        return switch (text) {
            case "table", "" -> new Table(false);
            case "wide" -> new Table(true);
            case "json" -> new Json();
            case "yaml" -> new Yaml();
            case "jsonl" -> new JsonLines();
            case "name" -> new Name();
            default ->
                    throw FailureException.usage(
                            "there is no output format \"" + text + "\"",
                            Nearest.to(text, WORDS)
                                    .map(near -> "did you mean " + near + "?")
                                    .orElse("one of " + String.join(", ", WORDS)));
        };
    }

    default boolean isTable() {
        return this instanceof Table;
    }

    default boolean isWide() {
        return this instanceof Table table && table.wide();
    }

    /**
     * A value that is no resource, as a program wants it. Tables and names are the business of the
     * caller.
     */
    default String value(@Nullable Object value) {
        return switch (this) {
            case Table table -> JsonWriter.pretty(value) + "\n";
            case Json json -> JsonWriter.pretty(value) + "\n";
            case Yaml yaml -> YamlText.of(value);
            case JsonLines lines -> JsonWriter.line(value) + "\n";
            case Name name -> name(value) + "\n";
            case Path path -> line(path.path().render(value));
        };
    }

    /** Several resources: one list, or one line each. */
    default String list(
            List<? extends @Nullable Object> items, String resourceVersion, String continueToken) {
        StringBuilder out = new StringBuilder();
        switch (this) {
            case JsonLines lines ->
                    items.forEach(item -> out.append(JsonWriter.line(item)).append('\n'));
            case Name name -> items.forEach(item -> out.append(name(item)).append('\n'));
            case Table table -> out.append(value(wrapped(items, resourceVersion, continueToken)));
            case Json json -> out.append(value(wrapped(items, resourceVersion, continueToken)));
            case Yaml yaml -> out.append(value(wrapped(items, resourceVersion, continueToken)));
            case Path path -> out.append(value(wrapped(items, resourceVersion, continueToken)));
        }
        return out.toString();
    }

    private static Object wrapped(
            List<? extends @Nullable Object> items, String resourceVersion, String continueToken) {
        Map<String, @Nullable Object> metadata = new LinkedHashMap<>();
        metadata.put("continue", continueToken);
        metadata.put("resourceVersion", resourceVersion);
        Map<String, @Nullable Object> list = new LinkedHashMap<>();
        list.put("kind", "List");
        list.put("metadata", metadata);
        list.put("items", items);
        return list;
    }

    /** What {@code -o name} prints for a resource. */
    static String name(@Nullable Object document) {
        return Tree.text(document, "kind").toLowerCase(java.util.Locale.ROOT)
                + "/"
                + Tree.text(document, "metadata", "name");
    }

    private static String line(String text) {
        return text.isEmpty() || text.endsWith("\n") ? text : text + "\n";
    }
}
