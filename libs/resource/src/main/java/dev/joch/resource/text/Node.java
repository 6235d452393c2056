package dev.joch.resource.text;

import org.jspecify.annotations.Nullable;

import java.util.List;

/**
 * A piece of a document as it was written. Aliases share the node they name, so a tree may be a
 * graph, without cycles; {@code weight} counts as if it were a tree.
 */
sealed interface Node {
    /** From 1; 0 when the input was not text. */
    int line();

    int column();

    /** Levels of nesting below this node. */
    int height();

    /** Number of nodes in it, itself included. */
    int weight();

    /** How a user would call it. */
    String described();

    /**
     * A value.
     *
     * @param quoted whether it is text by its notation; otherwise its characters decide
     */
    record Scalar(String text, boolean quoted, int line, int column) implements Node {
        @Override
        public int height() {
            return 0;
        }

        @Override
        public int weight() {
            return 1;
        }

        @Override
        public String described() {
            return PlainWords.describe(this);
        }

        boolean isNull() {
            return !quoted && PlainWords.isNull(text);
        }
    }

    /** A sequence. */
    record Sequence(List<Node> items, int line, int column, int height, int weight)
            implements Node {
        @Override
        public String described() {
            return "a list";
        }
    }

    /** A mapping in the order it was written, without duplicates. */
    record Mapping(List<Entry> entries, int line, int column, int height, int weight)
            implements Node {
        @Override
        public String described() {
            return "an object";
        }

        @Nullable Entry entry(String key) {
            for (Entry entry : entries) {
                if (entry.key().equals(key)) {
                    return entry;
                }
            }
            return null;
        }

        @Nullable Node value(String key) {
            Entry entry = entry(key);
            return entry == null ? null : entry.value();
        }
    }

    /** A key with its own position. */
    record Entry(String key, int line, int column, Node value) {
        /**
         * Where to point when the value is meant: scalars themselves, the key of everything bigger.
         */
        int valueLine() {
            return value instanceof Scalar ? value.line() : line;
        }

        int valueColumn() {
            return value instanceof Scalar ? value.column() : column;
        }
    }
}
