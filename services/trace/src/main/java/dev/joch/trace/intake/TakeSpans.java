package dev.joch.trace.intake;

import dev.joch.service.batch.GroupCommit;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.trace.span.Arrived;
import dev.joch.trace.span.SpanLimits;
import dev.joch.trace.store.Taken;

import io.opentelemetry.proto.collector.trace.v1.ExportTracePartialSuccess;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;

import java.time.Duration;
import java.util.List;

/** Spans of one request become durable, or the sender learns that they did not. */
public final class TakeSpans {

    private final ReadSpans read;
    private final KnownRuns runs;
    private final GroupCommit<List<Arrived>, Taken> group;
    private final ByteBudget waiting;
    private final int mostBytes;

    /**
     * @param mostBytes of requests that wait for a commit
     */
    public TakeSpans(
            SpanLimits limits,
            KnownRuns runs,
            GroupCommit<List<Arrived>, Taken> group,
            long mostBytes) {
        this.read = new ReadSpans(limits);
        this.runs = runs;
        this.group = group;
        this.waiting = new ByteBudget(mostBytes);
        this.mostBytes = (int) Math.min(Integer.MAX_VALUE, mostBytes);
    }

    public ExportTraceServiceResponse take(
            Sender sender, ExportTraceServiceRequest request, Duration patience) {
        long bytes = request.getSerializedSize();
        if (!waiting.take(bytes)) {
            throw new ProblemException(new ServiceProblem.Overloaded("the commit", mostBytes));
        }
        try {
            ReadSpans.Read came = read.read(sender, request, runs::of);
            Taken taken =
                    came.spans().isEmpty() ? new Taken(0, 0) : group.submit(came.spans(), patience);
            Failpoint.TRACE_ANSWER_BEFORE.hit();
            return answer(came, taken);
        } finally {
            waiting.giveBack(bytes);
        }
    }

    private static ExportTraceServiceResponse answer(ReadSpans.Read came, Taken taken) {
        int refused = came.refused() + taken.refused();
        if (refused == 0) {
            return ExportTraceServiceResponse.getDefaultInstance();
        }
        String why =
                taken.refused() > 0 ? "a trace has as many spans as are kept of one" : came.why();
        return ExportTraceServiceResponse.newBuilder()
                .setPartialSuccess(
                        ExportTracePartialSuccess.newBuilder()
                                .setRejectedSpans(refused)
                                .setErrorMessage(why))
                .build();
    }
}
