package dev.joch.cli.resource;

import dev.joch.cli.api.ApiClient;
import dev.joch.cli.json.Tree;
import dev.joch.cli.kind.KindRow;
import dev.joch.cli.output.Format;
import dev.joch.cli.output.JsonPath;
import dev.joch.cli.output.JsonPathValues;
import dev.joch.resource.field.Age;

import org.jspecify.annotations.Nullable;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Rows of one kind as the server lays them out, or, where it sent documents, as it would. */
record ServerTable(List<Column> columns, List<Row> rows) {
    private static final String AGE = "AGE";
    private static final String NAMESPACE = "NAMESPACE";

    /** A column. */
    record Column(String name, boolean wide) {}

    /** A row, with what is known of its resource. */
    record Row(List<String> cells, String namespace, String name, String created) {
        Row {
            cells = List.copyOf(cells);
        }
    }

    ServerTable {
        columns = List.copyOf(columns);
        rows = List.copyOf(rows);
    }

    /** What to ask the server for. */
    static ApiClient.Shape shape(Format format) {
        if (!format.isTable()) {
            return ApiClient.Shape.DOCUMENTS;
        }
        return format.isWide() ? ApiClient.Shape.WIDE_TABLE : ApiClient.Shape.TABLE;
    }

    static boolean isTable(@Nullable Object answer) {
        return Tree.text(answer, "kind").equals("Table");
    }

    static ServerTable of(@Nullable Object table) {
        List<Column> columns = new ArrayList<>();
        for (Object column : Tree.list(Tree.at(table, "columns"))) {
            columns.add(
                    new Column(
                            Tree.text(column, "name"), "true".equals(Tree.text(column, "wide"))));
        }
        List<Row> rows = new ArrayList<>();
        for (Object row : Tree.list(Tree.at(table, "rows"))) {
            List<String> cells =
                    Tree.list(Tree.at(row, "cells")).stream()
                            .map(cell -> cell == null ? "" : cell.toString())
                            .toList();
            rows.add(
                    new Row(
                            cells,
                            Tree.text(row, "namespace"),
                            Tree.text(row, "name"),
                            Tree.text(row, "creationTimestamp")));
        }
        return new ServerTable(columns, rows);
    }

    /** Lays documents out by the columns that the kind is known to have. */
    static ServerTable ofDocuments(KindRow kind, List<? extends @Nullable Object> documents) {
        List<Column> columns = new ArrayList<>();
        List<JsonPath> paths = new ArrayList<>();
        add(columns, paths, "NAME", false, "metadata.name");
        for (String column : kind.columns()) {
            boolean wide = column.startsWith("+");
            int equals = column.indexOf('=');
            add(
                    columns,
                    paths,
                    column.substring(wide ? 1 : 0, equals),
                    wide,
                    column.substring(equals + 1));
        }
        add(columns, paths, "PHASE", false, "status.phase");
        columns.add(new Column(AGE, false));
        List<Row> rows = new ArrayList<>();
        for (Object document : documents) {
            List<String> cells =
                    paths.stream().map(path -> JsonPathValues.text(path, document)).toList();
            rows.add(
                    new Row(
                            cells,
                            Tree.text(document, "metadata", "namespace"),
                            Tree.text(document, "metadata", "name"),
                            Tree.text(document, "metadata", "creationTimestamp")));
        }
        return new ServerTable(columns, rows);
    }

    private static void add(
            List<Column> columns, List<JsonPath> paths, String name, boolean wide, String path) {
        columns.add(new Column(name, wide));
        paths.add(JsonPath.parse(path));
    }

    /** Reads an answer, whichever of the two forms it has. */
    static ServerTable ofAnswer(KindRow kind, @Nullable Object answer) {
        if (isTable(answer)) {
            return of(answer);
        }
        Object items = Tree.at(answer, "items");
        List<@Nullable Object> one = new ArrayList<>();
        one.add(answer);
        return ofDocuments(kind, items == null ? one : Tree.list(items));
    }

    /** The row of a resource that has gone. */
    Row gone(Row row) {
        List<String> cells = new ArrayList<>(row.cells());
        for (int i = 0; i < columns.size() && i < cells.size(); i++) {
            if (columns.get(i).name().equals("PHASE")) {
                cells.set(i, "Deleted");
            }
        }
        return new Row(cells, row.namespace(), row.name(), row.created());
    }

    ServerTable withRows(List<Row> others) {
        return new ServerTable(columns, others);
    }

    List<String> headers(boolean wide, boolean namespaces) {
        List<String> headers = new ArrayList<>();
        if (namespaces && !hasNamespace()) {
            headers.add(NAMESPACE);
        }
        columns.stream()
                .filter(column -> wide || !column.wide())
                .map(Column::name)
                .forEach(headers::add);
        return headers;
    }

    /** The cells of a row under the headers of the same choice. */
    List<String> cells(Row row, boolean wide, boolean namespaces, Instant now) {
        List<String> cells = new ArrayList<>();
        if (namespaces && !hasNamespace()) {
            cells.add(row.namespace());
        }
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).wide() && !wide) {
                continue;
            }
            String cell = i < row.cells().size() ? row.cells().get(i) : "";
            cells.add(
                    columns.get(i).name().equals(AGE) && !row.created().isEmpty()
                            ? age(row.created(), now)
                            : cell);
        }
        return cells;
    }

    private boolean hasNamespace() {
        return !columns.isEmpty() && columns.getFirst().name().equals(NAMESPACE);
    }

    /** How long ago a time of the server was; the time itself when it cannot be read. */
    static String age(String time, Instant now) {
        try {
            return Age.of(Duration.between(Instant.parse(time), now));
        } catch (DateTimeException e) {
            return time;
        }
    }
}
