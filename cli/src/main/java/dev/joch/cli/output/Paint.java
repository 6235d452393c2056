package dev.joch.cli.output;

/** Colours a text, or leaves it alone. */
public record Paint(boolean on) {
    private static final String RESET = "\u001b[0m";

    public String bold(String text) {
        return paint("\u001b[1m", text);
    }

    public String red(String text) {
        return paint("\u001b[31m", text);
    }

    public String green(String text) {
        return paint("\u001b[32m", text);
    }

    public String yellow(String text) {
        return paint("\u001b[33m", text);
    }

    public String cyan(String text) {
        return paint("\u001b[36m", text);
    }

    private String paint(String colour, String text) {
        return on && !text.isEmpty() ? colour + text + RESET : text;
    }

    /** A unified diff, line by line. */
    public String diff(String diff) {
        if (!on) {
            return diff;
        }
        StringBuilder out = new StringBuilder();
        for (String line : diff.lines().toList()) {
            out.append(diffLine(line)).append('\n');
        }
        return out.toString();
    }

    private String diffLine(String line) {
        if (line.startsWith("+++") || line.startsWith("---")) {
            return bold(line);
        }
        if (line.startsWith("@@")) {
            return cyan(line);
        }
        if (line.startsWith("+")) {
            return green(line);
        }
        return line.startsWith("-") ? red(line) : line;
    }
}
