package dev.joch.cli.output;

import dev.joch.cli.json.JsonWriter;
import dev.joch.cli.problem.FailureException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The templates of {@code -o jsonpath=}, in the dialect that users of kubectl know: text, {@code
 * {.a.b[0]}}, {@code {.items[*].metadata.name}}, {@code {range .items[*]}...{end}}, quoted text
 * with {@code \n} and {@code \t}.
 */
public final class JsonPath {

    /** A piece of a template. */
    private sealed interface Piece {
        record Text(String text) implements Piece {}

        record Value(JsonPathSteps steps) implements Piece {}

        record Range(JsonPathSteps steps, List<Piece> body) implements Piece {}
    }

    private final String template;
    private final List<Piece> pieces;
    private int at;

    private JsonPath(String template) {
        this.template = template;
        this.pieces = pieces(false);
    }

    /** Reads a template; a bare path such as {@code .a.b} stands for {@code {.a.b}}. */
    public static JsonPath parse(String template) {
        String text = template;
        if (text.length() >= 2 && text.startsWith("'") && text.endsWith("'")) {
            text = text.substring(1, text.length() - 1);
        }
        if (text.isEmpty()) {
            throw FailureException.usage(
                    "the JSON path is empty", "for example jsonpath='{.metadata.name}'");
        }
        return new JsonPath(
                text.contains("{")
                        ? text
                        : "{"
                                + (text.startsWith(".") || text.startsWith("$") ? "" : ".")
                                + text
                                + "}");
    }

    /** Fills the template with values of a document. */
    public String render(@Nullable Object root) {
        StringBuilder out = new StringBuilder();
        render(pieces, root, root, out);
        return out.toString();
    }

    /** The values a template of a single path leads to. */
    public List<@Nullable Object> find(@Nullable Object root) {
        return pieces.size() == 1 && pieces.getFirst() instanceof Piece.Value value
                ? value.steps().find(root, root)
                : List.of(render(root));
    }

    private static void render(
            List<Piece> pieces, @Nullable Object root, @Nullable Object here, StringBuilder out) {
        for (Piece piece : pieces) {
            switch (piece) {
                case Piece.Text text -> out.append(text.text());
                case Piece.Value value -> {
                    List<String> found = new ArrayList<>();
                    value.steps().find(root, here).forEach(each -> found.add(text(each)));
                    out.append(String.join(" ", found));
                }
                case Piece.Range range ->
                        range.steps()
                                .find(root, here)
                                .forEach(each -> render(range.body(), root, each, out));
            }
        }
    }

    private static String text(@Nullable Object value) {
        return value instanceof Map<?, ?> || value instanceof List<?> || value == null
                ? JsonWriter.line(value)
                : value.toString();
    }

    private List<Piece> pieces(boolean inRange) {
        List<Piece> found = new ArrayList<>();
        while (at < template.length()) {
            if (template.charAt(at) != '{') {
                int next = template.indexOf('{', at);
                int end = next < 0 ? template.length() : next;
                found.add(new Piece.Text(template.substring(at, end)));
                at = end;
                continue;
            }
            String inner = braces();
            if (inner.equals("end")) {
                if (!inRange) {
                    throw wrong("{end} without {range}");
                }
                return found;
            }
            found.add(piece(inner));
        }
        if (inRange) {
            throw wrong("{range} without {end}");
        }
        return found;
    }

    private Piece piece(String inner) {
        if (inner.startsWith("range ")) {
            JsonPathSteps steps = JsonPathSteps.parse(inner.substring("range ".length()).strip());
            return new Piece.Range(steps, pieces(true));
        }
        if (inner.startsWith("\"") || inner.startsWith("'")) {
            return new Piece.Text(unquote(inner));
        }
        return new Piece.Value(JsonPathSteps.parse(inner));
    }

    /** The text between the brace at the cursor and its partner; quotes hide braces. */
    private String braces() {
        int start = at + 1;
        char quote = 0;
        for (int i = start; i < template.length(); i++) {
            char c = template.charAt(i);
            if (quote != 0) {
                if (c == '\\') {
                    i++;
                } else if (c == quote) {
                    quote = 0;
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == '}') {
                at = i + 1;
                return template.substring(start, i).strip();
            }
        }
        throw wrong("a { is not closed");
    }

    private static String unquote(String quoted) {
        if (quoted.length() < 2 || quoted.charAt(quoted.length() - 1) != quoted.charAt(0)) {
            throw wrong("a quote is not closed in {" + quoted + "}");
        }
        StringBuilder out = new StringBuilder();
        for (int i = 1; i < quoted.length() - 1; i++) {
            char c = quoted.charAt(i);
            if (c == '\\' && i + 1 < quoted.length() - 1) {
                char escaped = quoted.charAt(++i);
                out.append(
                        switch (escaped) {
                            case 'n' -> '\n';
                            case 't' -> '\t';
                            case 'r' -> '\r';
                            default -> escaped;
                        });
            } else {
                out.append(c);
            }
        }
        return out.toString();
    }

    private static FailureException wrong(String what) {
        return FailureException.usage(
                "the JSON path cannot be read: " + what,
                "for example jsonpath='{range .items[*]}{.metadata.name}{\"\\n\"}{end}'");
    }
}
