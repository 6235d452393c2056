package dev.joch.cli.kind;

import dev.joch.cli.problem.FailureException;
import dev.joch.resource.kind.Nearest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** All kinds, and which one a word means. */
public final class KindTable {
    private final List<KindRow> rows;
    private final Map<String, KindRow> byWord = new HashMap<>();

    KindTable(List<KindRow> rows) {
        this.rows = List.copyOf(rows);
        for (KindRow row : rows) {
            String group = row.apiVersion().substring(0, row.apiVersion().indexOf('/'));
            byWord.put(row.singular(), row);
            byWord.put(row.plural(), row);
            byWord.put(row.plural() + "." + group, row);
            row.shortNames().forEach(word -> byWord.put(word, row));
        }
    }

    /** The table of the jar. */
    public static KindTable load() {
        try (InputStream in = KindTable.class.getResourceAsStream("kinds.tsv")) {
            if (in == null) {
                throw new IllegalStateException("kinds.tsv is missing from the jar");
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return new KindTable(parse(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<KindRow> parse(String text) {
        List<KindRow> rows = new ArrayList<>();
        for (String line : text.split("\n")) {
            if (!line.isEmpty()) {
                rows.add(KindRow.parse(line));
            }
        }
        return rows;
    }

    public List<KindRow> rows() {
        return rows;
    }

    public Optional<KindRow> find(String word) {
        return Optional.ofNullable(byWord.get(word.toLowerCase(Locale.ROOT)));
    }

    /** The kind that a word means, or a failure that says which one was probably meant. */
    public KindRow require(String word) {
        return find(word)
                .orElseThrow(() ->
                        FailureException.usage(
                                "there is no kind \"" + word + "\"",
                                Nearest.to(word, plurals())
                                        .map(near -> "did you mean " + near + "?")
                                        .orElse("joch api-resources lists all kinds")));
    }

    public List<String> plurals() {
        return rows.stream().map(KindRow::plural).toList();
    }
}
