package dev.joch.admission.rules;

import java.util.Map;

/**
 * A pattern of the contract as a person would put it.
 *
 * @param what what such a text is
 * @param example one that is right
 */
record PatternWords(String what, String example) {

    private static final PatternWords WORDS_AND_DASHES =
            new PatternWords(
                    "lower-case letters and digits with `-` between words", "openai-compatible");

    private static final Map<String, PatternWords> KNOWN =
            Map.of(
                    "^([0-9]+(ms|s|m|h|d))+$",
                    new PatternWords(
                            "a duration of numbers with ms, s, m, h or d", "30s, 15m or 1h30m"),
                    "^https?://.+",
                    new PatternWords("an http or https address", "https://example.com/api"),
                    "^[^:\\s]+:\\S+$",
                    new PatternWords(
                            "`provider:name`, where `*` stands for any text",
                            "openai:gpt-5 or openai:*"),
                    "^[0-9a-f]{64}$",
                    new PatternWords(
                            "a SHA-256 digest of 64 lower-case hex digits",
                            "what sha256sum prints"),
                    "^[a-z0-9]+(-[a-z0-9]+)*$",
                    WORDS_AND_DASHES,
                    "^[a-z0-9]([-a-z0-9]*[a-z0-9])?$",
                    WORDS_AND_DASHES,
                    "^[a-z0-9]+([-_.][a-z0-9]+)*$",
                    new PatternWords(
                            "lower-case letters and digits with `-`, `_` or `.` between words",
                            "release-manager"));

    static PatternWords of(String pattern) {
        return KNOWN.getOrDefault(
                pattern, new PatternWords("a text of the form " + pattern, pattern));
    }

    /** Whether there are words for it. */
    static boolean knows(String pattern) {
        return KNOWN.containsKey(pattern);
    }
}
