package dev.joch.cli.problem;

import dev.joch.cli.json.Tree;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One thing that is wrong, or doubtful, in a manifest.
 *
 * @param warning whether it is only doubtful
 * @param reason stable word
 * @param source file or URL; empty when unknown
 * @param line from 1; 0 when unknown
 * @param column from 1; 0 when unknown
 * @param resource {@code Kind/namespace/name}, as far as it was readable
 * @param field path of the field in its YAML form
 * @param message what is wrong
 * @param fix what would be right
 */
public record Finding(
        boolean warning,
        String reason,
        String source,
        int line,
        int column,
        String resource,
        String field,
        String message,
        String fix) {

    /** Reads what the server says about one problem. */
    public static Finding of(@Nullable Object json) {
        return new Finding(
                Tree.text(json, "severity").toUpperCase(java.util.Locale.ROOT).contains("WARNING"),
                Tree.text(json, "reason"),
                Tree.text(json, "source"),
                (int) Tree.number(json, "line"),
                (int) Tree.number(json, "column"),
                Tree.text(json, "resource"),
                Tree.text(json, "field"),
                Tree.text(json, "message"),
                Tree.text(json, "fix"));
    }

    /** {@code file:line:column}, as editors and terminals make it clickable. */
    public String where() {
        String position = line == 0 ? "" : ":" + line + (column == 0 ? "" : ":" + column);
        return source.isEmpty()
                ? (line == 0 ? "" : "line " + position.substring(1))
                : source + position;
    }

    public Map<String, @Nullable Object> json() {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("severity", warning ? "WARNING" : "ERROR");
        json.put("reason", reason);
        putUnlessEmpty(json, "source", source);
        if (line > 0) {
            json.put("line", line);
            json.put("column", column);
        }
        putUnlessEmpty(json, "resource", resource);
        putUnlessEmpty(json, "field", field);
        json.put("message", message);
        putUnlessEmpty(json, "fix", fix);
        return json;
    }

    private static void putUnlessEmpty(
            Map<String, @Nullable Object> json, String name, String value) {
        if (!value.isEmpty()) {
            json.put(name, value);
        }
    }
}
