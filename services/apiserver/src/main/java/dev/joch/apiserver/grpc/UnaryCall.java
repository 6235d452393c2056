package dev.joch.apiserver.grpc;

import com.google.protobuf.Message;

import dev.joch.common.v1.Caller;
import dev.joch.service.caller.Callers;
import dev.joch.service.failpoint.Failpoint;

import io.grpc.stub.StreamObserver;

import java.util.function.BiFunction;

/** One request, one use case, one answer. */
final class UnaryCall {

    private final RequestShape shape = new RequestShape();

    <Q extends Message, A extends Message> void answer(
            Q request, StreamObserver<A> out, BiFunction<Caller, Q, A> useCase) {
        shape.check(request);
        send(useCase.apply(Callers.current(), request), out);
    }

    /** Throws when the request breaks the limits of its proto file. */
    void check(Message request) {
        shape.check(request);
    }

    <A extends Message> void send(A answer, StreamObserver<A> out) {
        Failpoint.APISERVER_ANSWER_BEFORE.hit();
        out.onNext(answer);
        out.onCompleted();
        Failpoint.APISERVER_ANSWER_AFTER.hit();
    }
}
