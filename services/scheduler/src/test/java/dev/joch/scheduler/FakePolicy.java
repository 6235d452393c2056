package dev.joch.scheduler;

import dev.joch.policy.v1.Decision;
import dev.joch.policy.v1.EvaluateRequest;
import dev.joch.policy.v1.EvaluateResponse;
import dev.joch.policy.v1.PolicyServiceGrpc.PolicyServiceImplBase;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** A policy engine that allows, unless it is told otherwise; it remembers what it was asked. */
final class FakePolicy extends PolicyServiceImplBase {

    final List<EvaluateRequest> asked = new CopyOnWriteArrayList<>();
    volatile UnaryOperator<EvaluateResponse> says = answer -> answer;
    volatile boolean away;
    volatile CountDownLatch hold = new CountDownLatch(0);

    void denies(String message) {
        says =
                answer ->
                        answer.toBuilder()
                                .setDecision(Decision.DECISION_DENY)
                                .setPolicy("no-runs")
                                .setRule("all")
                                .setMessage(message)
                                .build();
    }

    @Override
    public void evaluate(EvaluateRequest request, StreamObserver<EvaluateResponse> answer) {
        if (away) {
            answer.onError(Status.UNAVAILABLE.asRuntimeException());
            return;
        }
        asked.add(request);
        try {
            hold.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        answer.onNext(
                says.apply(
                        EvaluateResponse.newBuilder()
                                .setDecision(Decision.DECISION_ALLOW)
                                .build()));
        answer.onCompleted();
    }
}
