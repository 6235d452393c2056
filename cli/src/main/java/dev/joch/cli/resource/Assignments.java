package dev.joch.cli.resource;

import dev.joch.cli.problem.FailureException;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The words {@code key=value} and {@code key-} behind the names of resources.
 *
 * @param targets the words before them
 * @param changes value by key; null removes
 */
record Assignments(List<String> targets, Map<String, @Nullable String> changes) {

    static Assignments of(List<String> words, String noun) {
        int split = 0;
        while (split < words.size() && !isChange(words.get(split))) {
            split++;
        }
        Map<String, @Nullable String> changes = new LinkedHashMap<>();
        for (String word : words.subList(split, words.size())) {
            int equals = word.indexOf('=');
            if (equals > 0) {
                changes.put(word.substring(0, equals), word.substring(equals + 1));
            } else if (word.endsWith("-") && word.length() > 1) {
                changes.put(word.substring(0, word.length() - 1), null);
            } else {
                throw FailureException.usage(
                        "\"" + word + "\" is not a change of " + noun + "s",
                        "write key=value to set and key- to remove");
            }
        }
        if (changes.isEmpty()) {
            throw FailureException.usage(
                    "no " + noun + " is given", "write key=value to set and key- to remove");
        }
        return new Assignments(List.copyOf(words.subList(0, split)), changes);
    }

    private static boolean isChange(String word) {
        return word.indexOf('=') > 0 || (word.endsWith("-") && word.length() > 1);
    }
}
