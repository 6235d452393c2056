package dev.joch.apiserver.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;

import dev.joch.event.v1.EventContext;
import dev.joch.event.v1.ExecutionStarted;
import dev.joch.event.v1.HookDecision;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.trace.v1.GetTraceRequest;
import dev.joch.trace.v1.GetTraceResponse;
import dev.joch.trace.v1.ListTracesRequest;
import dev.joch.trace.v1.ListTracesResponse;
import dev.joch.trace.v1.LogChunk;
import dev.joch.trace.v1.ReadEventsRequest;
import dev.joch.trace.v1.ReadEventsResponse;
import dev.joch.trace.v1.ReadLogRequest;
import dev.joch.trace.v1.ReadLogResponse;
import dev.joch.trace.v1.RunEvent;
import dev.joch.trace.v1.Span;
import dev.joch.trace.v1.TraceServiceGrpc.TraceServiceImplBase;
import dev.joch.trace.v1.TraceSummary;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;

/** Keeps one trace of namespace payments, and a log of two lines. */
public final class FakeTraces extends TraceServiceImplBase {

    /** The run whose log and events never end. */
    public static final String ENDLESS = "endless";

    private final List<Object> asked = new CopyOnWriteArrayList<>();
    private volatile boolean ofNoRun;

    /** The trace is of Joch's own work from now on. */
    public void keepOfNoRun() {
        ofNoRun = true;
    }

    public Object last() {
        return asked.getLast();
    }

    @Override
    public void getTrace(GetTraceRequest request, StreamObserver<GetTraceResponse> out) {
        asked.add(request);
        answer(
                GetTraceResponse.newBuilder()
                        .setTrace(summary())
                        .addSpans(Span.newBuilder().setName("Execution"))
                        .build(),
                out);
    }

    private TraceSummary summary() {
        TraceSummary.Builder trace =
                TraceSummary.newBuilder()
                        .setTraceId("0af7651916cd43dd8448eb211c80319c")
                        .setSpans(1);
        return ofNoRun
                ? trace.build()
                : trace.setExecution(ResourceKeys.of("default", "Execution", "payments", "e1"))
                        .build();
    }

    @Override
    public void listTraces(ListTracesRequest request, StreamObserver<ListTracesResponse> out) {
        asked.add(request);
        answer(
                ListTracesResponse.newBuilder()
                        .addTraces(TraceSummary.newBuilder().setAgent("triage"))
                        .build(),
                out);
    }

    @Override
    public void readLog(ReadLogRequest request, StreamObserver<ReadLogResponse> out) {
        asked.add(request);
        if (request.getExecution().getName().equals(ENDLESS)) {
            goOn(
                    (ServerCallStreamObserver<ReadLogResponse>) out,
                    ReadLogResponse.newBuilder().setNext("1.1").build());
            return;
        }
        out.onNext(
                ReadLogResponse.newBuilder()
                        .addChunks(line("one\n"))
                        .addChunks(line("two\n"))
                        .setNext("1.2")
                        .build());
        out.onNext(ReadLogResponse.newBuilder().setNext("1.3").setClosed(true).build());
        out.onCompleted();
    }

    @Override
    public void readEvents(ReadEventsRequest request, StreamObserver<ReadEventsResponse> out) {
        asked.add(request);
        if (request.getExecution().getName().equals(ENDLESS)) {
            goOn(
                    (ServerCallStreamObserver<ReadEventsResponse>) out,
                    ReadEventsResponse.newBuilder().setNext("1-2").build());
            return;
        }
        EventContext context =
                EventContext.newBuilder()
                        .setTenant("default")
                        .setExecutionId(request.getExecution().getName())
                        .setExecutionUid(request.getUid())
                        .build();
        out.onNext(
                ReadEventsResponse.newBuilder()
                        .addEvents(
                                event(
                                        1,
                                        ExecutionStarted.newBuilder()
                                                .setContext(context)
                                                .setWorker("w-1")
                                                .setAttempt(2)
                                                .build()))
                        .addEvents(
                                event(
                                        2,
                                        HookDecision.newBuilder()
                                                .setContext(context)
                                                .setDecision("allow")
                                                .build()))
                        .setDropped(3)
                        .build());
        out.onNext(ReadEventsResponse.newBuilder().setNext("1-2").setClosed(true).build());
        out.onCompleted();
    }

    private static RunEvent event(int number, Message message) {
        return RunEvent.newBuilder()
                .setId("id-" + number)
                .setType(message.getDescriptorForType().getFullName())
                .setSource("scheduler")
                .setPayload(message.toByteString())
                .setNext("1-" + number)
                .build();
    }

    /** Says now and then that there is nothing new, as long as somebody listens. */
    private static <A> void goOn(ServerCallStreamObserver<A> out, A nothing) {
        Thread.ofVirtual()
                .start(() -> {
                    while (!out.isCancelled()) {
                        out.onNext(nothing);
                        LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
                    }
                });
    }

    private static LogChunk line(String text) {
        return LogChunk.newBuilder()
                .setAttempt(1)
                .setStream("stdout")
                .setText(ByteString.copyFromUtf8(text))
                .build();
    }

    private static <A> void answer(A answer, StreamObserver<A> out) {
        out.onNext(answer);
        out.onCompleted();
    }
}
