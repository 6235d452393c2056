package dev.joch.trace.store;

import dev.joch.trace.span.Arrived;
import dev.joch.trace.span.RunKey;
import dev.joch.trace.v1.TraceSummary;

import io.opentelemetry.proto.trace.v1.ResourceSpans;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps spans.
 *
 * <p>A span is told apart by execution, trace and span id; one that is there already changes
 * nothing. Unchecked failures mean that nothing is known; spans may be handed in again.
 */
public interface TraceStore extends AutoCloseable {

    /** Takes in the spans of several requests in one transaction; one answer each, in order. */
    List<Taken> take(List<List<Arrived>> requests);

    /** The newest trace of an execution. */
    Optional<Kept> newest(RunKey run);

    /** The trace with that id; of several executions the one that began first. */
    Optional<Kept> byId(String tenant, String traceId);

    /** Its spans in order of time, at most so many. */
    List<ResourceSpans> spans(String tenant, long trace, int limit);

    /** Traces of executions, the newest first. */
    List<Kept> list(Selection selection, Optional<Before> before, int limit);

    @Override
    void close();

    /**
     * One trace.
     *
     * @param id of its row
     * @param receivedAt when its first span came, in microseconds
     * @param refused spans that found no room
     */
    record Kept(long id, long receivedAt, int refused, TraceSummary summary) {}

    /**
     * Which traces a list is about. Empty fields do not restrict.
     *
     * @param since microseconds; 0 is the beginning
     * @param until microseconds, exclusive
     */
    record Selection(String tenant, Set<String> namespaces, String agent, long since, long until) {
        public Selection {
            namespaces = Set.copyOf(namespaces);
        }
    }

    /** The last one of a page. */
    record Before(long receivedAt, long id) {}
}
