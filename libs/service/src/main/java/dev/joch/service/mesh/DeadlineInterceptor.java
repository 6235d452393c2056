package dev.joch.service.mesh;

import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

import java.util.concurrent.TimeUnit;

/** No unary call waits for ever: clients set a deadline, servers refuse calls that have none. */
final class DeadlineInterceptor implements ClientInterceptor, ServerInterceptor {

    private static final long MOST_SECONDS = 30;

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
            MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        boolean unary = method.getType() == MethodDescriptor.MethodType.UNARY;
        if (!unary || options.getDeadline() != null || Context.current().getDeadline() != null) {
            return next.newCall(method, options);
        }
        return next.newCall(method, options.withDeadlineAfter(MOST_SECONDS, TimeUnit.SECONDS));
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        MethodDescriptor<Q, A> method = call.getMethodDescriptor();
        if (method.getType() == MethodDescriptor.MethodType.UNARY
                && Context.current().getDeadline() == null) {
            throw new ProblemException(
                    new ServiceProblem.DeadlineMissing(method.getFullMethodName()));
        }
        return next.startCall(call, headers);
    }
}
