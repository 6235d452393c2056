package dev.joch.testkit.check;

/**
 * A promise that a history breaks.
 *
 * @param rule which promise, in a word
 * @param subject the key, operation or watcher
 * @param text what was seen and what should have been
 */
public record Finding(String rule, String subject, String text) {

    @Override
    public String toString() {
        return rule + ": " + subject + ": " + text;
    }
}
