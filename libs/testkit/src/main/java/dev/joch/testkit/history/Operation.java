package dev.joch.testkit.history;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One call of one client, from its invocation to its answer.
 *
 * @param id unique in the history
 * @param client who called; a client makes one call at a time
 * @param name what was asked, e.g. {@code read}
 * @param key what it was about
 * @param arguments what was given
 * @param invoked monotonic time, in nanoseconds
 * @param answered monotonic time, {@link Long#MAX_VALUE} when the answer is unknown
 * @param answer how it ended
 * @param result what was told
 */
public record Operation(
        long id,
        String client,
        String name,
        String key,
        Map<String, String> arguments,
        long invoked,
        long answered,
        Answer answer,
        Map<String, String> result) {

    /** Why an operation was refused, in its result. */
    public static final String REASON = "reason";

    public Operation {
        arguments = Collections.unmodifiableMap(new LinkedHashMap<>(arguments));
        result = Collections.unmodifiableMap(new LinkedHashMap<>(result));
        if (answer == Answer.UNKNOWN && answered != Long.MAX_VALUE) {
            throw new IllegalArgumentException("an operation without an answer never ends");
        }
        if (invoked > answered) {
            throw new IllegalArgumentException(name + " was answered before it was asked");
        }
    }

    /** Why it was refused; empty when it was not. */
    public String reason() {
        return result.getOrDefault(REASON, "");
    }

    public boolean isOk() {
        return answer == Answer.OK;
    }

    @Override
    public String toString() {
        return client
                + " "
                + name
                + " "
                + key
                + " "
                + arguments
                + " -> "
                + answer
                + (result.isEmpty() ? "" : " " + result)
                + " ["
                + invoked / 1_000
                + ".."
                + (answered == Long.MAX_VALUE ? "" : answered / 1_000)
                + " us]";
    }
}
