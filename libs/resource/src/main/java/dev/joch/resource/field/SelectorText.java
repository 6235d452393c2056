package dev.joch.resource.field;

/** Reads the text of a selector from left to right and knows where it is. */
final class SelectorText {
    private final String text;
    private final String shape;
    private int at;

    /**
     * @param shape what a right selector looks like, said when nothing closer is known
     */
    SelectorText(String text, String shape) {
        this.text = text;
        this.shape = shape;
    }

    int position() {
        return at;
    }

    boolean atEnd() {
        skipSpace();
        return at == text.length();
    }

    /** Moves past this text if it comes next. */
    boolean take(String expected) {
        skipSpace();
        if (!text.startsWith(expected, at)) {
            return false;
        }
        at += expected.length();
        return true;
    }

    /** Whether this text comes next. */
    boolean sees(String expected) {
        skipSpace();
        return text.startsWith(expected, at);
    }

    /** Everything up to a separator, blank or the end. */
    String word(String separators) {
        skipSpace();
        int start = at;
        while (at < text.length()
                && text.charAt(at) > ' '
                && separators.indexOf(text.charAt(at)) < 0) {
            at++;
        }
        return text.substring(start, at);
    }

    /**
     * Everything up to an unescaped separator or the end; a backslash takes the next character as
     * it is.
     */
    String escapedWord(String separators) {
        StringBuilder word = new StringBuilder();
        while (at < text.length() && separators.indexOf(text.charAt(at)) < 0) {
            if (text.charAt(at) == '\\') {
                if (at + 1 == text.length()) {
                    throw refused(at, "a character is missing after the backslash");
                }
                at++;
            }
            word.append(text.charAt(at++));
        }
        return word.toString();
    }

    void expect(String expected, String problem) {
        if (!take(expected)) {
            throw refused(at, problem);
        }
    }

    InvalidSelectorException refused(int position, String problem) {
        return refused(position, problem, shape);
    }

    InvalidSelectorException refused(int position, String problem, String fix) {
        return new InvalidSelectorException(text, position, problem, fix);
    }

    private void skipSpace() {
        while (at < text.length() && text.charAt(at) <= ' ') {
            at++;
        }
    }
}
