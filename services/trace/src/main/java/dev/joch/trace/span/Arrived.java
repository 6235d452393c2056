package dev.joch.trace.span;

/**
 * One span that came and is whole.
 *
 * @param spanId 16 hexadecimal digits
 * @param startedAt microseconds since 1970, by the sender's clock
 * @param endedAt the same; never before the start
 * @param body the span with its resource and scope, as it is kept and sent on
 */
public record Arrived(
        TraceKey trace,
        String spanId,
        long startedAt,
        long endedAt,
        SpanFacts facts,
        RunFacts run,
        byte[] body) {}
