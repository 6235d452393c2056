package dev.joch.trace.store;

import dev.joch.trace.span.RunKey;
import dev.joch.trace.span.Sampling;
import dev.joch.trace.v1.TraceSummary;

import io.opentelemetry.proto.trace.v1.ResourceSpans;

import java.time.Instant;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** What is done to traces and logs of all tenants when nobody asks. */
public interface Upkeep extends AutoCloseable {

    /**
     * Decides traces about which nothing is decided yet and that are complete; gives how many.
     *
     * @param settled nothing came since then, and the root has ended
     * @param quiet nothing came since then at all
     */
    int decide(Instant settled, Instant quiet, Predicate<Complete> keeps, int limit);

    /** Drops traces of which nothing came since then, with their spans; gives how many. */
    int dropTraces(Instant before, int limit);

    /** Drops logs to which nothing came since then; gives how many. */
    int dropLogs(Instant before, int limit);

    /** Drops the events of runs to which none came since then; gives of how many runs. */
    int dropHistories(Instant before, int limit);

    /** Traces whose records are to be looked at by now, the longest waiting ones first. */
    List<Telling> toTell(Instant now, int limit);

    /**
     * Their records say everything, or are looked at again.
     *
     * @param again when; empty when they say everything that was known when they were read
     */
    void told(List<Told> told);

    /**
     * Hands the next spans of the export to a receiver, in order, and remembers that it has them.
     * Only one replica at a time does so.
     *
     * @param receiver throws when it does not take them
     * @return how many it took
     */
    int send(int limit, Receiver receiver);

    /** Spans that wait for the export, counted up to a limit. */
    int waiting(int limit);

    @Override
    void close();

    /** Takes spans. */
    @FunctionalInterface
    interface Receiver {
        void take(List<ResourceSpans> spans);
    }

    /**
     * A trace that is complete.
     *
     * @param claim whether it is the first of its agent and that tool in that minute; claims it
     */
    record Complete(
            Sampling sampling,
            boolean remarkable,
            long durationUs,
            List<String> tools,
            Function<String, Boolean> claim) {}

    /**
     * A trace whose record may have to change.
     *
     * @param changedAt when its last span came, in microseconds
     * @param complete its root has ended
     */
    record Telling(long id, RunKey run, long changedAt, boolean complete, TraceSummary summary) {}

    /**
     * What was done about it.
     *
     * @param changedAt as it was read
     * @param againAt in microseconds; 0 when the record says everything
     */
    record Told(long id, long changedAt, long againAt) {}
}
