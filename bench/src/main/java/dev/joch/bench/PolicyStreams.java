package dev.joch.bench;

import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policy.v1.EvaluateStreamRequest;
import dev.joch.policy.v1.EvaluateStreamResponse;
import dev.joch.policy.v1.PolicyServiceGrpc.PolicyServiceStub;

import io.grpc.stub.StreamObserver;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Streams that stay open, as gateways keep them; questions go over them in turns. */
final class PolicyStreams implements PolicyQuestions.Way, AutoCloseable {

    private final List<StreamObserver<EvaluateStreamRequest>> streams;
    private final Map<Long, StreamObserver<EvaluateResponse>> waiting = new ConcurrentHashMap<>();

    PolicyStreams(PolicyServiceStub engine, int streams) {
        this.streams =
                Stream.generate(() -> engine.evaluateStream(new Answers())).limit(streams).toList();
    }

    @Override
    public void ask(long call, EvaluateRequest question, StreamObserver<EvaluateResponse> answer) {
        waiting.put(call, answer);
        streams.get((int) (call % streams.size()))
                .onNext(
                        EvaluateStreamRequest.newBuilder()
                                .setId(call)
                                .setRequest(question)
                                .build());
    }

    @Override
    public void close() {
        streams.forEach(StreamObserver::onCompleted);
    }

    /** Takes what comes over one of the streams. */
    private final class Answers implements StreamObserver<EvaluateStreamResponse> {

        @Override
        public void onNext(EvaluateStreamResponse answer) {
            StreamObserver<EvaluateResponse> asked = waiting.remove(answer.getId());
            if (asked == null) {
                onError(new IllegalStateException("nobody waits for " + answer));
            } else if (answer.hasResponse()) {
                asked.onNext(answer.getResponse());
                asked.onCompleted();
            } else {
                asked.onError(new IllegalStateException(answer.getErrorMessage()));
            }
        }

        @Override
        public void onError(Throwable cause) {
            waiting.values().forEach(asked -> asked.onError(cause));
        }

        @Override
        public void onCompleted() {
            onError(new IllegalStateException("the engine has ended a stream"));
        }
    }
}
