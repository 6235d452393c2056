package dev.joch.trace.span;

import java.util.Comparator;

/**
 * Names the part that an execution has in a trace.
 *
 * @param traceId 32 hexadecimal digits
 */
public record TraceKey(RunKey run, String traceId) implements Comparable<TraceKey> {

    private static final Comparator<TraceKey> ORDER =
            Comparator.comparing(TraceKey::run).thenComparing(TraceKey::traceId);

    @Override
    public int compareTo(TraceKey other) {
        return ORDER.compare(this, other);
    }
}
