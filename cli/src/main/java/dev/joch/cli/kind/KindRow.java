package dev.joch.cli.kind;

import java.util.List;

/**
 * One kind.
 *
 * @param kind name, e.g. {@code Agent}
 * @param apiVersion group and version
 * @param plural word in paths, e.g. {@code agents}
 * @param shortNames shorter words
 * @param namespaced whether it lives in a namespace
 * @param internal written by Joch only
 * @param columns further columns of its table, each {@code NAME=path}; wide ones begin with a plus
 *     sign
 */
public record KindRow(
        String kind,
        String apiVersion,
        String plural,
        List<String> shortNames,
        boolean namespaced,
        boolean internal,
        List<String> columns) {

    public KindRow {
        shortNames = List.copyOf(shortNames);
        columns = List.copyOf(columns);
    }

    public String singular() {
        return kind.toLowerCase(java.util.Locale.ROOT);
    }

    String line() {
        return String.join(
                "\t",
                kind,
                apiVersion,
                plural,
                String.join(",", shortNames),
                namespaced ? "namespaced" : "cluster",
                internal ? "internal" : "public",
                String.join(",", columns));
    }

    static KindRow parse(String line) {
        String[] cells = line.split("\t", -1);
        return new KindRow(
                cells[0],
                cells[1],
                cells[2],
                words(cells[3]),
                cells[4].equals("namespaced"),
                cells[5].equals("internal"),
                words(cells[6]));
    }

    private static List<String> words(String cell) {
        return cell.isEmpty() ? List.of() : List.of(cell.split(","));
    }
}
