package dev.joch.resource.field;

import dev.joch.resource.field.FieldPath.Step;

import java.util.ArrayList;
import java.util.List;

/** Reads the text form of a path in one pass. */
final class FieldPathText {
    private static final String FIX = "write names and indexes, e.g. spec.tools[2].name";
    private static final int MAX_DIGITS = 9;
    private static final int LONGEST_PLAIN = 64;

    private final String text;
    private final List<Step> steps = new ArrayList<>();
    private int at;

    FieldPathText(String text) {
        this.text = text;
    }

    /**
     * Whether a name is printed without quotes. Reading is more generous: only dots and brackets
     * part names.
     */
    static boolean isPlain(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_PLAIN
                && name.chars().allMatch(FieldPathText::isWord);
    }

    private static boolean isWord(int c) {
        return c >= 'a' && c <= 'z'
                || c >= 'A' && c <= 'Z'
                || c >= '0' && c <= '9'
                || c == '_'
                || c == '-';
    }

    FieldPath read() {
        if (text.startsWith(".")) {
            at = 1;
        }
        if (at == text.length()) {
            throw refused(at, "a field path is missing");
        }
        while (at < text.length()) {
            if (text.charAt(at) == '[') {
                readBracket();
            } else {
                readName();
            }
            if (at < text.length() && text.charAt(at) == '.') {
                at++;
                if (at == text.length()) {
                    throw refused(at, "a name is missing after the dot");
                }
            }
        }
        return new FieldPath(steps);
    }

    private void readName() {
        int start = at;
        while (at < text.length() && text.charAt(at) != '.' && text.charAt(at) != '[') {
            at++;
        }
        if (at == start) {
            throw refused(at, "a name is missing");
        }
        steps.add(new Step.Name(text.substring(start, at)));
    }

    private void readBracket() {
        int start = at++;
        if (at < text.length() && (text.charAt(at) == '\'' || text.charAt(at) == '"')) {
            steps.add(new Step.Name(readQuoted(text.charAt(at))));
        } else {
            steps.add(new Step.Index(readIndex()));
        }
        if (at >= text.length() || text.charAt(at) != ']') {
            throw refused(start, "the bracket is not closed");
        }
        at++;
    }

    private String readQuoted(char quote) {
        int start = at++;
        StringBuilder name = new StringBuilder();
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c != quote) {
                name.append(c);
            } else if (at < text.length() && text.charAt(at) == quote) {
                name.append(quote);
                at++;
            } else {
                return name.toString();
            }
        }
        throw refused(start, "the quote is not closed");
    }

    private int readIndex() {
        int start = at;
        while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0) {
            at++;
        }
        if (at == start || at - start > MAX_DIGITS) {
            throw refused(start, "an index is a number from 0");
        }
        return Integer.parseInt(text, start, at, 10);
    }

    private InvalidSelectorException refused(int position, String problem) {
        return new InvalidSelectorException(text, position, problem, FIX);
    }
}
