package dev.joch.policy.redact;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;

/** One text of a payload, read by one detector after the other on one thread. */
public final class Passage {

    private static final int NEAR = 24;

    private final String key;
    private final String text;
    private @Nullable List<DigitGroups> numbers;

    /**
     * @param key name it has there, empty when it has none
     */
    public Passage(String key, String text) {
        this.key = key;
        this.text = text;
    }

    String key() {
        return key;
    }

    String text() {
        return text;
    }

    /** Runs of groups of digits: several detectors look at them. */
    List<DigitGroups> numbers() {
        List<DigitGroups> known = numbers;
        if (known == null) {
            known = DigitGroups.of(this);
            numbers = known;
        }
        return known;
    }

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
