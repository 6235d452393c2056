package dev.joch.policy.redact;

import java.util.Locale;

/**
 * One text of a payload.
 *
 * @param key name it has there, empty when it has none
 */
public record Passage(String key, String text) {

    private static final int NEAR = 24;

    /** Whether one of these words stands shortly before that place, or in the key. */
    boolean mentions(int before, String... words) {
        String near =
                key.toLowerCase(Locale.ROOT)
                        + ' '
                        + text.substring(Math.max(0, before - NEAR), before)
                                .toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (near.contains(word)) {
                return true;
            }
        }
        return false;
    }

    /** The character at a place, a space outside the text. */
    char at(int index) {
        return index < 0 || index >= text.length() ? ' ' : text.charAt(index);
    }

    boolean wordAt(int index) {
        char c = at(index);
        return Character.isLetterOrDigit(c) || c == '_';
    }
}
