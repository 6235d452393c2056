package dev.joch.cli.output;

/**
 * Text of others made harmless for a terminal: control characters could move the cursor or lie
 * about what was printed.
 */
public final class SafeText {

    private SafeText() {}

    /** On one line. */
    public static String line(String text) {
        return clean(text, false);
    }

    /** With its line breaks and tabs. */
    public static String block(String text) {
        return clean(text, true);
    }

    private static String clean(String text, boolean breaks) {
        for (int i = 0; i < text.length(); i++) {
            if (bad(text.charAt(i), breaks)) {
                return replaced(text, breaks);
            }
        }
        return text;
    }

    private static String replaced(String text, boolean breaks) {
        StringBuilder out = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!bad(c, breaks)) {
                out.append(c);
            } else {
                out.append(c == '\n' || c == '\t' ? ' ' : '\ufffd');
            }
        }
        return out.toString();
    }

    private static boolean bad(char c, boolean breaks) {
        if (breaks && (c == '\n' || c == '\t')) {
            return false;
        }
        return Character.isISOControl(c)
                || (c >= '\u202a' && c <= '\u202e')
                || (c >= '\u2066' && c <= '\u2069');
    }
}
