package dev.joch.cli.output;

import dev.joch.cli.json.JsonWriter;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Map;

/**
 * Plain values as YAML 1.2, in block style. What is printed reads back as the same value, also for
 * readers of YAML 1.1: every text that one of them could take for something else is quoted.
 */
public final class YamlText {
    private static final String RISKY_START = "!&*-?|>@`\"'#%{}[],:=~ \t";

    private final StringBuilder out = new StringBuilder();

    private YamlText() {}

    /** The value as a document, ended by a line break. */
    public static String of(@Nullable Object value) {
        YamlText yaml = new YamlText();
        if (isEmptyOrPlain(value)) {
            yaml.inline(value, 0);
            yaml.out.append('\n');
        } else {
            yaml.block(value, 0);
        }
        return yaml.out.toString();
    }

    private void block(@Nullable Object value, int indent) {
        if (value instanceof Map<?, ?> map) {
            boolean first = true;
            for (Map.Entry<?, ?> entry : map.entrySet()) {
                if (!first || !atItem()) {
                    out.repeat(' ', indent);
                }
                first = false;
                out.append(scalar(String.valueOf(entry.getKey()))).append(':');
                child(entry.getValue(), indent + 2, indent);
            }
        } else if (value instanceof List<?> list) {
            boolean first = true;
            for (Object item : list) {
                if (!first || !atItem()) {
                    out.repeat(' ', indent);
                }
                first = false;
                out.append("- ");
                if (isEmptyOrPlain(item)) {
                    inline(item, indent + 2);
                    out.append('\n');
                } else {
                    block(item, indent + 2);
                }
            }
        }
    }

    /** Whether the dash of a list was just written: its first line goes on there. */
    private boolean atItem() {
        return out.length() >= 2
                && out.charAt(out.length() - 1) == ' '
                && out.charAt(out.length() - 2) == '-';
    }

    private void child(@Nullable Object value, int mapIndent, int listIndent) {
        if (isEmptyOrPlain(value)) {
            out.append(' ');
            inline(value, mapIndent);
            out.append('\n');
        } else {
            out.append('\n');
            block(value, value instanceof List<?> ? listIndent : mapIndent);
        }
    }

    private static boolean isEmptyOrPlain(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> map.isEmpty();
            case List<?> list -> list.isEmpty();
            case null, default -> true;
        };
    }

    private void inline(@Nullable Object value, int indent) {
        switch (value) {
            case null -> out.append("null");
            case Map<?, ?> map -> out.append("{}");
            case List<?> list -> out.append("[]");
            case Boolean truth -> out.append(truth);
            case Number number -> out.append(number);
            case Object text -> text(text.toString(), indent);
        }
    }

    private void text(String text, int indent) {
        if (!text.contains("\n") || !fitsLiteral(text)) {
            out.append(scalar(text));
            return;
        }
        out.append('|');
        out.append(text.endsWith("\n") ? (text.endsWith("\n\n") ? "+" : "") : "-");
        for (String line : text.split("\n", -1)) {
            out.append('\n');
            if (!line.isEmpty()) {
                out.repeat(' ', indent).append(line);
            }
        }
        if (text.endsWith("\n")) {
            out.setLength(out.length() - 1);
        }
    }

    private static boolean fitsLiteral(String text) {
        if (text.startsWith(" ") || text.startsWith("\n") || text.startsWith("\t")) {
            return false;
        }
        return text.chars()
                .allMatch(c ->
                        c == '\n'
                                || c == '\t'
                                || (c >= ' '
                                        && c != 0x7f
                                        && c < 0xd800
                                        && c != 0x85
                                        && c != 0x2028
                                        && c != 0x2029));
    }

    private static String scalar(String text) {
        return isPlain(text) ? text : quoted(text);
    }

    private static boolean isPlain(String text) {
        if (text.isEmpty()
                || RISKY_START.indexOf(text.charAt(0)) >= 0
                || text.endsWith(" ")
                || text.endsWith(":")) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ' '
                    || c == 0x7f
                    || c == 0x85
                    || c == 0x2028
                    || c == 0x2029
                    || c == 0xfeff
                    || Character.isSurrogate(c)) {
                return false;
            }
        }
        return !text.contains(": ") && !text.contains(" #") && !looksLikeAnotherType(text);
    }

    private static boolean looksLikeAnotherType(String text) {
        char first = text.charAt(0);
        if (Character.isDigit(first) || first == '+' || first == '.') {
            return text.chars()
                    .allMatch(c -> "0123456789abcdefABCDEFxXoOnNiItTzZ_+-.:".indexOf(c) >= 0);
        }
        return switch (text.toLowerCase(java.util.Locale.ROOT)) {
            case "true", "false", "yes", "no", "on", "off", "y", "n", "null" -> true;
            default -> false;
        };
    }

    private static String quoted(String text) {
        return JsonWriter.line(text);
    }
}
