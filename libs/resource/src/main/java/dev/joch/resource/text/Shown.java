package dev.joch.resource.text;

/** User input inside a message of ours: short, on one line, harmless for a terminal. */
final class Shown {
    private static final int LONGEST = 60;
    private static final int LONGEST_LABEL = 400;

    private Shown() {}

    static String quoted(String input) {
        return '"' + clean(input) + '"';
    }

    static String clean(String input) {
        return clean(input, LONGEST);
    }

    /** The label of a resource: long enough for every legal name. */
    static String label(String input) {
        return clean(input, LONGEST_LABEL);
    }

    private static String clean(String input, int longest) {
        StringBuilder out = new StringBuilder(Math.min(input.length(), longest + 1));
        int at = 0;
        while (at < input.length() && out.length() < longest) {
            int c = input.codePointAt(at);
            at += Character.charCount(c);
            if (Character.isISOControl(c)
                    || Character.getType(c) == Character.SURROGATE
                    || Character.getType(c) == Character.FORMAT
                    || c == 0x2028
                    || c == 0x2029) {
                out.append(String.format("\\u%04x", c));
            } else {
                out.appendCodePoint(c);
            }
        }
        if (at < input.length()) {
            out.append('…');
        }
        return out.toString();
    }
}
