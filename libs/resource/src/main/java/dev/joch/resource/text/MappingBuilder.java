package dev.joch.resource.text;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gathers the entries of one mapping; the first of equal keys stays, the others are reported. */
final class MappingBuilder {
    /** Below this a look at each key is faster than a table. */
    private static final int FEW = 16;

    private final Budget budget;
    private final Findings findings;
    private final Trail trail;
    private final int line;
    private final int column;
    private final List<Node.Entry> entries = new ArrayList<>(8);
    private @Nullable Map<String, Node.Entry> table;
    private int height;
    private int weight = 1;

    MappingBuilder(Budget budget, Findings findings, Trail trail, int line, int column) {
        this.budget = budget;
        this.findings = findings;
        this.trail = trail;
        this.line = line;
        this.column = column;
    }

    void add(String key, int keyLine, int keyColumn, Node value) {
        Node.Entry first = find(key);
        if (first != null) {
            findings.error(
                    DecodeReason.DUPLICATE_KEY,
                    keyLine,
                    keyColumn,
                    trail.field(key).toString(),
                    "the key "
                            + Shown.quoted(key)
                            + " is there twice, first on line "
                            + first.line(),
                    "remove one of the two");
            return;
        }
        budget.checkKeys(entries.size() + 1, keyLine, keyColumn);
        Node.Entry entry = new Node.Entry(key, keyLine, keyColumn, value);
        entries.add(entry);
        if (table != null) {
            table.put(key, entry);
        } else if (entries.size() == FEW) {
            table = new HashMap<>();
            for (Node.Entry known : entries) {
                table.put(known.key(), known);
            }
        }
        height = Math.max(height, value.height() + 1);
        weight += value.weight();
    }

    private Node.@Nullable Entry find(String key) {
        if (table != null) {
            return table.get(key);
        }
        for (Node.Entry entry : entries) {
            if (entry.key().equals(key)) {
                return entry;
            }
        }
        return null;
    }

    Node.Mapping build() {
        return new Node.Mapping(entries, line, column, height, weight);
    }

    static Node.Sequence sequence(List<Node> items, int line, int column) {
        int height = 0;
        int weight = 1;
        for (Node item : items) {
            height = Math.max(height, item.height() + 1);
            weight += item.weight();
        }
        return new Node.Sequence(items, line, column, height, weight);
    }
}
