package dev.joch.trace.read;

import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.trace.TraceProblem;
import dev.joch.trace.span.RunKey;
import dev.joch.trace.store.Times;
import dev.joch.trace.store.TraceStore;
import dev.joch.trace.store.TraceStore.Before;
import dev.joch.trace.store.TraceStore.Kept;
import dev.joch.trace.store.TraceStore.Selection;
import dev.joch.trace.v1.GetTraceRequest;
import dev.joch.trace.v1.GetTraceResponse;
import dev.joch.trace.v1.ListTracesRequest;
import dev.joch.trace.v1.ListTracesResponse;
import dev.joch.trace.v1.Span;

import io.opentelemetry.proto.trace.v1.ResourceSpans;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Traces that were recorded. */
public final class ReadTraces {

    private static final int DEFAULT_PAGE = 100;
    private static final int MOST_PER_PAGE = 1_000;
    private static final int MOST_SPANS = 10_000;

    /** A message carries at most 24 MB, and other things besides. */
    private static final long MOST_BYTES = 16L * 1024 * 1024;

    private static final Pattern TRACE_ID = Pattern.compile("[0-9a-f]{32}");

    private final TraceStore store;

    public ReadTraces(TraceStore store) {
        this.store = store;
    }

    public GetTraceResponse get(GetTraceRequest request) {
        Kept trace = find(request);
        GetTraceResponse.Builder answer = GetTraceResponse.newBuilder().setTrace(trace.summary());
        long bytes = 0;
        for (ResourceSpans body : store.spans(request.getTenant(), trace.id(), MOST_SPANS)) {
            Span span = SpanView.of(body);
            bytes += span.getSerializedSize();
            if (bytes > MOST_BYTES) {
                break;
            }
            answer.addSpans(span);
        }
        int more = Math.max(0, trace.summary().getSpans() - answer.getSpansCount());
        return answer.setLeftOut(more + trace.refused()).build();
    }

    private Kept find(GetTraceRequest request) {
        String id = request.getTraceId().toLowerCase(Locale.ROOT);
        if (!id.isEmpty()) {
            if (!TRACE_ID.matcher(id).matches()) {
                throw invalid("trace_id", "has 32 hexadecimal digits");
            }
            return store.byId(request.getTenant(), id).orElseThrow(() -> notFound("trace " + id));
        }
        RunKey run = RunKey.of(request.getExecution());
        if (run.isNone() || run.namespace().isEmpty()) {
            throw invalid("execution", "name an execution, or a trace by its id");
        }
        return store.newest(new RunKey(request.getTenant(), run.namespace(), run.execution()))
                .orElseThrow(
                        () -> notFound("execution " + run.namespace() + "/" + run.execution()));
    }

    public ListTracesResponse list(ListTracesRequest request) {
        int size = request.getPageSize() == 0 ? DEFAULT_PAGE : request.getPageSize();
        if (size < 0 || size > MOST_PER_PAGE) {
            throw invalid("page_size", "at most " + MOST_PER_PAGE + " are listed at once");
        }
        Selection selection =
                new Selection(
                        request.getTenant(),
                        Set.copyOf(request.getNamespacesList()),
                        request.getAgent(),
                        request.hasSince() ? Times.micros(request.getSince()) : 0,
                        request.hasUntil() ? Times.micros(request.getUntil()) : Long.MAX_VALUE);
        Optional<Before> before =
                request.getPageToken().isEmpty()
                        ? Optional.empty()
                        : Optional.of(PageToken.decode(request.getPageToken(), selection));
        List<Kept> found = store.list(selection, before, size + 1);
        ListTracesResponse.Builder answer = ListTracesResponse.newBuilder();
        found.stream().limit(size).map(Kept::summary).forEach(answer::addTraces);
        if (found.size() > size) {
            Kept last = found.get(size - 1);
            answer.setNextPageToken(
                    PageToken.encode(new Before(last.receivedAt(), last.id()), selection));
        }
        return answer.build();
    }

    private static ProblemException invalid(String field, String rule) {
        return new ProblemException(new ServiceProblem.InvalidRequest(field, rule));
    }

    private static ProblemException notFound(String what) {
        return new ProblemException(new TraceProblem.TraceNotFound(what));
    }
}
