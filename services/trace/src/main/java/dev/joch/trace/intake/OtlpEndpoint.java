package dev.joch.trace.intake;

import com.google.protobuf.Any;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;

import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.protobuf.StatusProto;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc.TraceServiceImplBase;

import java.time.Duration;
import java.util.function.Supplier;

/** OTLP over gRPC. */
public final class OtlpEndpoint extends TraceServiceImplBase {

    static final Duration PATIENCE = Duration.ofSeconds(10);

    /** After so long whoever was sent away may come again. */
    static final Duration COME_AGAIN = Duration.ofSeconds(1);

    private final TakeSpans take;
    private final Supplier<Sender> sender;

    /**
     * @param sender of the current call
     */
    public OtlpEndpoint(TakeSpans take, Supplier<Sender> sender) {
        this.take = take;
        this.sender = sender;
    }

    @Override
    public void export(
            ExportTraceServiceRequest request, StreamObserver<ExportTraceServiceResponse> answer) {
        try {
            answer.onNext(take.take(sender.get(), request, PATIENCE));
            answer.onCompleted();
        } catch (ProblemException e) {
            if (!(e.problem() instanceof ServiceProblem.Overloaded)) {
                throw e;
            }
            // senders of OTLP come again after this answer only when it says when
            Status status =
                    ProblemStatus.toStatus(e.problem()).toBuilder()
                            .addDetails(
                                    Any.pack(
                                            RetryInfo.newBuilder()
                                                    .setRetryDelay(
                                                            com.google.protobuf.Duration
                                                                    .newBuilder()
                                                                    .setSeconds(
                                                                            COME_AGAIN.toSeconds()))
                                                    .build()))
                            .build();
            answer.onError(StatusProto.toStatusRuntimeException(status));
        }
    }
}
