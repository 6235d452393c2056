package dev.joch.trace;

/**
 * How commits are shared.
 *
 * @param maxWaiting most calls that wait for one
 * @param maxGroup most calls of one
 */
public record WriteConfig(int maxWaiting, int maxGroup) {

    public WriteConfig {
        if (maxWaiting < 1 || maxGroup < 1) {
            throw new IllegalArgumentException(
                    "joch.trace.write: max-waiting and max-group are at least 1");
        }
    }
}
