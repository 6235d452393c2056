package dev.joch.apiserver.grpc;

import dev.joch.api.v1.CancelExecutionRequest;
import dev.joch.api.v1.CancelExecutionResponse;
import dev.joch.api.v1.CreateExecutionRequest;
import dev.joch.api.v1.CreateExecutionResponse;
import dev.joch.api.v1.DeliverWebhookRequest;
import dev.joch.api.v1.DeliverWebhookResponse;
import dev.joch.api.v1.ExecutionServiceGrpc.ExecutionServiceImplBase;
import dev.joch.api.v1.ExplainExecutionRequest;
import dev.joch.api.v1.ExplainExecutionResponse;
import dev.joch.api.v1.FollowExecutionEventsRequest;
import dev.joch.api.v1.FollowExecutionEventsResponse;
import dev.joch.api.v1.FollowExecutionLogRequest;
import dev.joch.api.v1.FollowExecutionLogResponse;
import dev.joch.api.v1.GetExecutionTraceRequest;
import dev.joch.api.v1.GetExecutionTraceResponse;
import dev.joch.api.v1.ListExecutionTracesRequest;
import dev.joch.api.v1.ListExecutionTracesResponse;
import dev.joch.apiserver.execution.ExecutionUseCases;
import dev.joch.common.v1.Caller;
import dev.joch.service.caller.Callers;

import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;

/** Runs: proto in, one call, proto out. */
public final class ExecutionEndpoint extends ExecutionServiceImplBase {

    private final ExecutionUseCases cases;
    private final UnaryCall call = new UnaryCall();

    public ExecutionEndpoint(ExecutionUseCases cases) {
        this.cases = cases;
    }

    @Override
    public void createExecution(
            CreateExecutionRequest request, StreamObserver<CreateExecutionResponse> out) {
        call.answer(request, out, cases.create()::run);
    }

    @Override
    public void cancelExecution(
            CancelExecutionRequest request, StreamObserver<CancelExecutionResponse> out) {
        call.answer(request, out, cases.cancel()::run);
    }

    @Override
    public void explainExecution(
            ExplainExecutionRequest request, StreamObserver<ExplainExecutionResponse> out) {
        call.answer(request, out, cases.explain()::run);
    }

    @Override
    public void followExecutionLog(
            FollowExecutionLogRequest request, StreamObserver<FollowExecutionLogResponse> out) {
        call.check(request);
        AnswerStream<FollowExecutionLogResponse> stream =
                new AnswerStream<>((ServerCallStreamObserver<FollowExecutionLogResponse>) out);
        Caller caller = Callers.current();
        stream.run(sink -> cases.log().run(caller, request, sink));
    }

    @Override
    public void followExecutionEvents(
            FollowExecutionEventsRequest request,
            StreamObserver<FollowExecutionEventsResponse> out) {
        call.check(request);
        AnswerStream<FollowExecutionEventsResponse> stream =
                new AnswerStream<>((ServerCallStreamObserver<FollowExecutionEventsResponse>) out);
        Caller caller = Callers.current();
        stream.run(sink -> cases.events().run(caller, request, sink));
    }

    @Override
    public void getExecutionTrace(
            GetExecutionTraceRequest request, StreamObserver<GetExecutionTraceResponse> out) {
        call.answer(request, out, cases.traces()::get);
    }

    @Override
    public void listExecutionTraces(
            ListExecutionTracesRequest request, StreamObserver<ListExecutionTracesResponse> out) {
        call.answer(request, out, cases.traces()::list);
    }

    @Override
    public void deliverWebhook(
            DeliverWebhookRequest request, StreamObserver<DeliverWebhookResponse> out) {
        call.answer(request, out, cases.webhooks()::run);
    }
}
