package dev.joch.apiserver.testing;

import com.google.protobuf.ByteString;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.trace.v1.GetTraceRequest;
import dev.joch.trace.v1.GetTraceResponse;
import dev.joch.trace.v1.ListTracesRequest;
import dev.joch.trace.v1.ListTracesResponse;
import dev.joch.trace.v1.LogChunk;
import dev.joch.trace.v1.ReadLogRequest;
import dev.joch.trace.v1.ReadLogResponse;
import dev.joch.trace.v1.Span;
import dev.joch.trace.v1.TraceServiceGrpc.TraceServiceImplBase;
import dev.joch.trace.v1.TraceSummary;

import io.grpc.stub.StreamObserver;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps one trace of namespace payments, and a log of two lines. */
public final class FakeTraces extends TraceServiceImplBase {

    private final List<Object> asked = new CopyOnWriteArrayList<>();

    public Object last() {
        return asked.getLast();
    }

    @Override
    public void getTrace(GetTraceRequest request, StreamObserver<GetTraceResponse> out) {
        asked.add(request);
        answer(
                GetTraceResponse.newBuilder()
                        .setTrace(
                                TraceSummary.newBuilder()
                                        .setTraceId("0af7651916cd43dd8448eb211c80319c")
                                        .setExecution(
                                                ResourceKeys.of(
                                                        "default", "Execution", "payments", "e1"))
                                        .setSpans(1))
                        .addSpans(Span.newBuilder().setName("Execution"))
                        .build(),
                out);
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
        out.onNext(
                ReadLogResponse.newBuilder()
                        .addChunks(line("one\n"))
                        .addChunks(line("two\n"))
                        .setNext("1.2")
                        .build());
        out.onNext(ReadLogResponse.newBuilder().setNext("1.3").setClosed(true).build());
        out.onCompleted();
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
