package dev.joch.resource.text;

import org.jspecify.annotations.Nullable;

/** Where the fields of one document stood in its text. */
public final class SourceMap {
    private static final SourceMap EMPTY = new SourceMap(null);

    private final @Nullable Node root;

    SourceMap(@Nullable Node root) {
        this.root = root;
    }

    /**
     * A place in a text.
     *
     * @param line from 1; 0 when the input was not text
     * @param column from 1; 0 when the input was not text
     */
    public record Position(int line, int column) {
        static final Position NOWHERE = new Position(0, 0);
    }

    /** The map of a resource that never was text. */
    public static SourceMap empty() {
        return EMPTY;
    }

    /**
     * The position of a field such as {@code spec.tools[2].name} or {@code
     * metadata.labels["a.b/c"]}; of its nearest parent that was written, if the field itself was
     * not. Keys with dots are found without brackets, too.
     */
    public Position find(String path) {
        if (root == null) {
            return Position.NOWHERE;
        }
        Node node = root;
        Position found = new Position(node.line(), node.column());
        int at = 0;
        while (at < path.length()) {
            if (node instanceof Node.Sequence list) {
                int close = path.indexOf(']', at);
                int index = path.charAt(at) == '[' && close > 0 ? index(path, at + 1, close) : -1;
                if (index < 0 || index >= list.items().size()) {
                    return found;
                }
                node = list.items().get(index);
                found = new Position(node.line(), node.column());
                at = close + 1;
            } else if (node instanceof Node.Mapping mapping) {
                Step step = step(mapping, path, at);
                if (step == null) {
                    return found;
                }
                node = step.entry().value();
                found = new Position(step.entry().valueLine(), step.entry().valueColumn());
                at = step.next();
            } else {
                return found;
            }
        }
        return found;
    }

    private record Step(Node.Entry entry, int next) {}

    private static @Nullable Step step(Node.Mapping mapping, String path, int from) {
        int start = path.charAt(from) == '.' ? from + 1 : from;
        boolean bracket = path.startsWith("[", start);
        boolean quotes = path.startsWith("[\"", start) || path.startsWith("['", start);
        int keyStart = start + (quotes ? 2 : bracket ? 1 : 0);
        Step longest = null;
        for (Node.Entry entry : mapping.entries()) {
            if (!path.startsWith(entry.key(), keyStart)) {
                continue;
            }
            int end = keyStart + entry.key().length();
            if (bracket) {
                int close = end + (quotes ? 1 : 0);
                if (close < path.length() && path.charAt(close) == ']') {
                    return new Step(entry, close + 1);
                }
            } else if (end == path.length() || path.charAt(end) == '.' || path.charAt(end) == '[') {
                if (longest == null || end > longest.next()) {
                    longest = new Step(entry, end);
                }
            }
        }
        return longest;
    }

    private static int index(String path, int start, int end) {
        int index = 0;
        if (start == end || end - start > 9) {
            return -1;
        }
        for (int at = start; at < end; at++) {
            char c = path.charAt(at);
            if (c < '0' || c > '9') {
                return -1;
            }
            index = index * 10 + (c - '0');
        }
        return index;
    }
}
