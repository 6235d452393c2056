package dev.joch.cli.resource;

import dev.joch.cli.output.TableText;
import dev.joch.cli.session.Session;

import java.util.ArrayList;
import java.util.List;

/** Prints tables of resources. */
final class TableWriter {
    private final Session session;
    private final boolean wide;
    private final boolean namespaces;
    private final boolean headers;

    TableWriter(Session session, boolean wide, boolean namespaces, boolean headers) {
        this.session = session;
        this.wide = wide;
        this.namespaces = namespaces;
        this.headers = headers;
    }

    /** Prints all rows; {@code labels} empty, or one cell per row. */
    TableText write(ServerTable table, List<String> labels, String namePrefix) {
        List<String> titles = new ArrayList<>(table.headers(wide, namespaces));
        if (!labels.isEmpty()) {
            titles.add("LABELS");
        }
        List<List<String>> rows = new ArrayList<>();
        for (int i = 0; i < table.rows().size(); i++) {
            List<String> cells = cells(table, table.rows().get(i), namePrefix);
            if (!labels.isEmpty()) {
                cells.add(labels.get(i));
            }
            rows.add(cells);
        }
        TableText text = new TableText(titles, session.screen().width());
        text.lines(rows, headers).forEach(session.screen()::line);
        return text;
    }

    /** The cells of one row, with the kind before its name where kinds are mixed. */
    List<String> cells(ServerTable table, ServerTable.Row row, String namePrefix) {
        List<String> cells = new ArrayList<>(table.cells(row, wide, namespaces, session.now()));
        int name = table.headers(wide, namespaces).indexOf("NAME");
        if (!namePrefix.isEmpty() && name >= 0) {
            cells.set(name, namePrefix + cells.get(name));
        }
        return cells;
    }
}
