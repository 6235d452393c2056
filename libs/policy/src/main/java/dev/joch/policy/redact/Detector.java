package dev.joch.policy.redact;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

import java.util.function.Predicate;

/**
 * Finds one sort of sensitive data.
 *
 * @param word as policies write it
 * @param personal whether it counts as {@code pii}; a secret otherwise
 * @param form what it looks like; linear in the length of the text, whatever the text is
 * @param check what has to hold besides, e.g. a checksum
 */
record Detector(String word, boolean personal, Pattern form, Predicate<String> check) {

    boolean finds(String text) {
        Matcher matcher = form.matcher(text);
        while (matcher.find()) {
            if (check.test(matcher.group())) {
                return true;
            }
        }
        return false;
    }

    String redacted(String text) {
        Matcher matcher = form.matcher(text);
        StringBuilder out = new StringBuilder();
        int from = 0;
        while (matcher.find()) {
            if (check.test(matcher.group())) {
                out.append(text, from, matcher.start())
                        .append("[redacted ")
                        .append(word)
                        .append(']');
                from = matcher.end();
            }
        }
        return from == 0 ? text : out.append(text, from, text.length()).toString();
    }
}
