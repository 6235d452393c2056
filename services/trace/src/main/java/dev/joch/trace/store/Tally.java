package dev.joch.trace.store;

import dev.joch.trace.span.Arrived;
import dev.joch.trace.span.SpanFacts;
import dev.joch.trace.span.SpanSort;

/** What the new spans of a trace add to its row. */
final class Tally {

    private final long trace;
    private String agent = "";
    private String environment = "";
    private long startedAt = Long.MAX_VALUE;
    private long endedAt;
    private boolean rootEnded;
    private boolean interesting;
    private long spans;
    private long sampledOut;
    private long refused;
    private long bytes;
    private final long[] sorts = new long[SpanSort.values().length];
    private long errors;
    private long cost;

    Tally(long trace) {
        this.trace = trace;
    }

    void add(Arrived span, boolean kept) {
        SpanFacts facts = span.facts();
        if (kept) {
            spans++;
            bytes += span.body().length;
        } else {
            sampledOut++;
        }
        startedAt = Math.min(startedAt, span.startedAt());
        endedAt = Math.max(endedAt, span.endedAt());
        rootEnded |= facts.root();
        interesting |= facts.remarkable();
        sorts[facts.sort().ordinal()]++;
        errors += facts.error() ? 1 : 0;
        cost += facts.costMicroUsd();
        agent = agent.isEmpty() ? first(span.run().agent(), facts.agent()) : agent;
        environment =
                environment.isEmpty()
                        ? first(span.run().environment(), facts.environment())
                        : environment;
    }

    private static String first(String one, String other) {
        return one.isEmpty() ? other : one;
    }

    void refuse() {
        refused++;
    }

    boolean says() {
        return spans + sampledOut + refused > 0;
    }

    long trace() {
        return trace;
    }

    String agent() {
        return agent;
    }

    String environment() {
        return environment;
    }

    long startedAt() {
        return startedAt;
    }

    long endedAt() {
        return endedAt;
    }

    boolean rootEnded() {
        return rootEnded;
    }

    boolean interesting() {
        return interesting;
    }

    long spans() {
        return spans;
    }

    long sampledOut() {
        return sampledOut;
    }

    long refused() {
        return refused;
    }

    long bytes() {
        return bytes;
    }

    long of(SpanSort sort) {
        return sorts[sort.ordinal()];
    }

    long errors() {
        return errors;
    }

    long cost() {
        return cost;
    }
}
