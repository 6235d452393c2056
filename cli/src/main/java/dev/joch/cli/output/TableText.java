package dev.joch.cli.output;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows under headers, two spaces apart, no borders.
 *
 * <p>Columns keep the width they had in the first rows, so that a watch may add rows later. When
 * the table is wider than the terminal, the widest columns are cut first, and a cut text ends in an
 * ellipsis; names, which come first, are cut last.
 */
public final class TableText {
    private static final int GAP = 2;
    private static final int NARROWEST = 6;

    private final List<String> headers;
    private final int limit;
    private int[] widths = new int[0];

    /**
     * A table.
     *
     * @param limit columns of the terminal; 0 when nothing may be cut
     */
    public TableText(List<String> headers, int limit) {
        this.headers = List.copyOf(headers);
        this.limit = limit;
    }

    /** The lines of the whole table. */
    public List<String> lines(List<List<String>> rows, boolean withHeaders) {
        List<String> lines = new ArrayList<>();
        measure(rows, withHeaders);
        if (withHeaders) {
            lines.add(line(headers));
        }
        rows.forEach(row -> lines.add(line(row)));
        return lines;
    }

    /** One more line of the same table. */
    public String line(List<String> cells) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = cut(i < cells.size() ? shown(cells.get(i)) : "", widths[i]);
            out.append(cell);
            if (i < widths.length - 1) {
                out.repeat(' ', Math.max(0, widths[i] - length(cell)) + GAP);
            }
        }
        return out.toString().stripTrailing();
    }

    private void measure(List<List<String>> rows, boolean withHeaders) {
        widths = new int[headers.size()];
        for (int i = 0; i < widths.length; i++) {
            widths[i] = withHeaders ? length(headers.get(i)) : 0;
            for (List<String> row : rows) {
                if (i < row.size()) {
                    widths[i] = Math.max(widths[i], length(shown(row.get(i))));
                }
            }
        }
        if (limit > 0) {
            shrink();
        }
    }

    private void shrink() {
        int total = GAP * (widths.length - 1);
        for (int width : widths) {
            total += width;
        }
        while (total > limit) {
            int widest = widths.length - 1;
            for (int i = widths.length - 1; i >= 1; i--) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths[widest] <= NARROWEST && widths[0] > widths[widest]) {
                widest = 0;
            }
            if (widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
            total--;
        }
    }

    private static String shown(String cell) {
        return cell.isEmpty() ? "-" : SafeText.line(cell);
    }

    private String cut(String cell, int width) {
        if (limit == 0 || length(cell) <= width) {
            return cell;
        }
        return cell.substring(0, cell.offsetByCodePoints(0, width - 1)) + "…";
    }

    private static int length(String text) {
        return text.codePointCount(0, text.length());
    }
}
