package dev.joch.trace;

import dev.joch.trace.span.Arrived;
import dev.joch.trace.span.RunFacts;
import dev.joch.trace.span.RunKey;
import dev.joch.trace.span.Sampling;
import dev.joch.trace.span.SpanFacts;
import dev.joch.trace.span.TraceKey;

import io.opentelemetry.proto.trace.v1.ResourceSpans;
import io.opentelemetry.proto.trace.v1.ScopeSpans;
import io.opentelemetry.proto.trace.v1.Span;

import java.util.concurrent.TimeUnit;

/** Spans as the store takes them. */
public final class Arrivals {

    public static final String AGENT = "triage";

    private Arrivals() {}

    public static RunKey run(String name) {
        return new RunKey("acme", "support", name);
    }

    /** A span of the first trace of that execution. */
    public static Arrived of(
            String execution, Sampling sampling, int trace, int number, Span.Builder came) {
        Span span = came.build();
        return new Arrived(
                new TraceKey(run(execution), Spans.traceId(trace)),
                Spans.spanId(number),
                TimeUnit.NANOSECONDS.toMicros(span.getStartTimeUnixNano()),
                TimeUnit.NANOSECONDS.toMicros(span.getEndTimeUnixNano()),
                SpanFacts.of(span),
                new RunFacts(AGENT, "prod", sampling),
                ResourceSpans.newBuilder()
                        .addScopeSpans(ScopeSpans.newBuilder().addSpans(span))
                        .build()
                        .toByteArray());
    }

    public static Arrived root(String execution, Sampling sampling, int trace, int number) {
        return of(execution, sampling, trace, number, Spans.span(trace, number, 0, "AgentRun"));
    }

    public static Arrived below(
            String execution, Sampling sampling, int trace, int number, String name) {
        return of(execution, sampling, trace, number, Spans.span(trace, number, 1, name));
    }
}
