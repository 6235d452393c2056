package dev.joch.trace;

import dev.joch.common.v1.Caller;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.caller.Callers;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.trace.event.ReadEvents;
import dev.joch.trace.log.AppendLog;
import dev.joch.trace.log.ReadLogs;
import dev.joch.trace.read.ReadTraces;
import dev.joch.trace.v1.AppendLogRequest;
import dev.joch.trace.v1.AppendLogResponse;
import dev.joch.trace.v1.GetTraceRequest;
import dev.joch.trace.v1.GetTraceResponse;
import dev.joch.trace.v1.ListTracesRequest;
import dev.joch.trace.v1.ListTracesResponse;
import dev.joch.trace.v1.ReadEventsRequest;
import dev.joch.trace.v1.ReadEventsResponse;
import dev.joch.trace.v1.ReadLogRequest;
import dev.joch.trace.v1.ReadLogResponse;
import dev.joch.trace.v1.TraceServiceGrpc.TraceServiceImplBase;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Proto in, one call, proto out. */
final class TraceEndpoint extends TraceServiceImplBase {

    private static final int MOST_LINES = 100_000;

    private final ReadTraces traces;
    private final AppendLog append;
    private final ReadLogs logs;
    private final ReadEvents events;

    TraceEndpoint(ReadTraces traces, AppendLog append, ReadLogs logs, ReadEvents events) {
        this.traces = traces;
        this.append = append;
        this.logs = logs;
        this.events = events;
    }

    @Override
    public void getTrace(GetTraceRequest request, StreamObserver<GetTraceResponse> answer) {
        requireTenant(request.getTenant(), "tenant");
        reply(answer, traces.get(request));
    }

    @Override
    public void listTraces(ListTracesRequest request, StreamObserver<ListTracesResponse> answer) {
        requireTenant(request.getTenant(), "tenant");
        reply(answer, traces.list(request));
    }

    @Override
    public StreamObserver<AppendLogRequest> appendLog(StreamObserver<AppendLogResponse> answer) {
        return new AppendStream(append, (ServerCallStreamObserver<AppendLogResponse>) answer);
    }

    @Override
    public void readLog(ReadLogRequest request, StreamObserver<ReadLogResponse> answer) {
        requireRun(request.getExecution());
        if (request.getTail() < 0 || request.getTail() > MOST_LINES) {
            throw invalid("tail", "at most " + MOST_LINES + " lines");
        }
        new PartStream<>((ServerCallStreamObserver<ReadLogResponse>) answer)
                .run(sink -> logs.read(request, sink));
    }

    @Override
    public void readEvents(ReadEventsRequest request, StreamObserver<ReadEventsResponse> answer) {
        requireRun(request.getExecution());
        if (request.getUid().isEmpty()) {
            throw invalid("uid", "name the execution's");
        }
        new PartStream<>((ServerCallStreamObserver<ReadEventsResponse>) answer)
                .run(sink -> events.read(request, sink));
    }

    private static void requireRun(ResourceKey execution) {
        requireTenant(execution.getTenant(), "execution.tenant");
        if (execution.getNamespace().isEmpty() || execution.getName().isEmpty()) {
            throw invalid("execution", "has a namespace and a name");
        }
    }

    /** The edge has checked it before; a mistake there ends here. */
    static void requireTenant(String tenant, String field) {
        if (tenant.isEmpty()) {
            throw invalid(field, "name one");
        }
        Caller caller = Callers.current();
        if (!caller.getMethod().equals("service")
                && !caller.getTenant().isEmpty()
                && !tenant.equals(caller.getTenant())) {
            throw new ProblemException(new TraceProblem.TenantMismatch(field));
        }
    }

    private static ProblemException invalid(String field, String rule) {
        return new ProblemException(new ServiceProblem.InvalidRequest(field, rule));
    }

    private static <T> void reply(StreamObserver<T> answer, T message) {
        answer.onNext(message);
        answer.onCompleted();
    }
}
