package dev.joch.cli.config;

import dev.joch.cli.json.JsonException;
import dev.joch.cli.json.JsonReader;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the little YAML that the configuration is written in: nested mappings of plain words, and
 * lists of them. Every command reads the configuration, and loading a YAML library would double the
 * time of most. What goes beyond that little is left to the library.
 */
final class PlainYaml {

    private record Line(int indent, String text) {}

    /** Something only a full parser should read. */
    private static final class NotPlainException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private final List<Line> lines;
    private int at;

    private PlainYaml(List<Line> lines) {
        this.lines = lines;
    }

    static Optional<Object> read(String text) {
        try {
            PlainYaml yaml = new PlainYaml(lines(text));
            Object tree = yaml.lines.isEmpty() ? Map.of() : yaml.mapping(0);
            return yaml.at == yaml.lines.size() ? Optional.of(tree) : Optional.empty();
        } catch (NotPlainException | JsonException e) {
            return Optional.empty();
        }
    }

    private static List<Line> lines(String text) {
        List<Line> lines = new ArrayList<>();
        for (String line : text.split("\n", -1)) {
            String body = line.stripTrailing();
            String content = body.stripLeading();
            if (content.isEmpty() || content.startsWith("#")) {
                continue;
            }
            if (body.indexOf('\t') >= 0 || content.equals("---")) {
                throw new NotPlainException();
            }
            lines.add(new Line(body.length() - content.length(), content));
        }
        return lines;
    }

    private Map<String, @Nullable Object> mapping(int indent) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        while (at < lines.size() && lines.get(at).indent() == indent && !isItem(lines.get(at))) {
            String text = lines.get(at).text();
            int colon = colon(text);
            String key = word(text.substring(0, colon));
            String rest = text.substring(colon + 1).strip();
            at++;
            if (map.containsKey(key)) {
                throw new NotPlainException();
            }
            map.put(key, rest.isEmpty() ? child(indent) : value(rest));
        }
        return map;
    }

    private @Nullable Object child(int indent) {
        if (at == lines.size()) {
            return null;
        }
        Line next = lines.get(at);
        if (isItem(next) && next.indent() >= indent) {
            return items(next.indent());
        }
        return next.indent() > indent ? mapping(next.indent()) : null;
    }

    private List<String> items(int indent) {
        List<String> items = new ArrayList<>();
        while (at < lines.size() && lines.get(at).indent() == indent && isItem(lines.get(at))) {
            String text = lines.get(at++).text().substring(2).strip();
            items.add(word(text));
        }
        return items;
    }

    private static boolean isItem(Line line) {
        return line.text().startsWith("- ");
    }

    private static int colon(String text) {
        if (text.startsWith("\"")) {
            int end = text.indexOf('"', 1);
            if (end > 0 && end + 1 < text.length() && text.charAt(end + 1) == ':') {
                return end + 1;
            }
            throw new NotPlainException();
        }
        int colon =
                text.endsWith(":") && !text.contains(": ") ? text.length() - 1 : text.indexOf(": ");
        if (colon <= 0) {
            throw new NotPlainException();
        }
        return colon;
    }

    private static Object value(String text) {
        return text.equals("{}") ? Map.of() : text.equals("[]") ? List.of() : word(text);
    }

    private static String word(String text) {
        if (text.startsWith("\"") && JsonReader.read(text) instanceof String quoted) {
            return quoted;
        }
        if (text.isEmpty()
                || "&*!|>'\"%@`{}[],?".indexOf(text.charAt(0)) >= 0
                || text.contains(" #")
                || text.contains(": ")) {
            throw new NotPlainException();
        }
        return text;
    }
}
