package dev.joch.cli.trace;

import dev.joch.cli.json.Tree;
import dev.joch.cli.output.SafeText;
import dev.joch.cli.output.Screen;

/** Parts of a log as lines. */
final class LogLines {
    private final Screen screen;
    private final boolean timestamps;
    private final boolean prefix;
    private boolean atBegin = true;

    LogLines(Screen screen, boolean timestamps, boolean prefix) {
        this.screen = screen;
        this.timestamps = timestamps;
        this.prefix = prefix;
    }

    void print(Object part) {
        String text = Tree.text(part, "text");
        String before = before(part);
        int at = 0;
        while (at < text.length()) {
            int end = text.indexOf('\n', at);
            if (atBegin) {
                screen.out().append(before);
            }
            String line = text.substring(at, end < 0 ? text.length() : end);
            screen.out().append(SafeText.block(line));
            atBegin = end >= 0;
            if (atBegin) {
                screen.out().append('\n');
            }
            at = end < 0 ? text.length() : end + 1;
        }
    }

    private String before(Object part) {
        StringBuilder before = new StringBuilder();
        if (timestamps) {
            before.append(SafeText.line(Tree.text(part, "at"))).append(' ');
        }
        if (prefix) {
            before.append('[')
                    .append(Tree.number(part, "attempt"))
                    .append(' ')
                    .append(SafeText.line(Tree.text(part, "stream")))
                    .append("] ");
        }
        return before.toString();
    }

    /** The last line may have no line feed of its own. */
    void end() {
        if (!atBegin) {
            screen.out().append('\n');
            atBegin = true;
        }
        screen.out().flush();
    }
}
