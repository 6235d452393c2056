package dev.joch.cli.trace;

import dev.joch.cli.json.Tree;
import dev.joch.cli.output.Screen;
import dev.joch.cli.output.TableText;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** Events of a run as rows of a table, printed as they come. */
final class EventLines {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private static final int LONGEST_TIME = 24;
    private static final int LONGEST_TYPE = 24;
    private static final int SHORTEST_DETAIL = 20;

    private final Screen screen;
    private final TableText table;
    private final String header;
    private boolean headers;

    EventLines(Screen screen, boolean headers) {
        this.screen = screen;
        this.headers = headers;
        this.table = new TableText(List.of("TIME", "EVENT", "DETAIL"), screen.width());
        // rows come later: the columns are as wide as the longest that can come
        int detail = Math.max(SHORTEST_DETAIL, screen.width() - LONGEST_TIME - LONGEST_TYPE - 4);
        List<String> widest =
                List.of("x".repeat(LONGEST_TIME), "x".repeat(LONGEST_TYPE), "x".repeat(detail));
        this.header = table.lines(List.of(widest), true).getFirst();
    }

    void print(Object event) {
        if (headers) {
            headers = false;
            screen.line(header);
        }
        screen.line(
                table.line(
                        List.of(
                                time(Tree.text(event, "time")),
                                Tree.text(event, "type"),
                                EventDetail.of(event))));
    }

    private static String time(String text) {
        try {
            return TIME.format(Instant.parse(text));
        } catch (DateTimeException e) {
            return text;
        }
    }
}
