package dev.joch.service.problem;

import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place where an exception becomes a status. */
public final class ProblemInterceptor implements ServerInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemInterceptor.class);

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        ServerCall.Listener<Q> listener;
        try {
            listener = next.startCall(call, headers);
        } catch (RuntimeException | Error e) {
            close(call, e);
            return new ServerCall.Listener<>() {};
        }
        return new SimpleForwardingServerCallListener<>(listener) {
            @Override
            public void onMessage(Q message) {
                guard(call, () -> super.onMessage(message));
            }

            @Override
            public void onHalfClose() {
                guard(call, super::onHalfClose);
            }

            @Override
            public void onReady() {
                guard(call, super::onReady);
            }
        };
    }

    private static void guard(ServerCall<?, ?> call, Runnable step) {
        try {
            step.run();
        } catch (RuntimeException | Error e) {
            close(call, e);
        }
    }

    private static void close(ServerCall<?, ?> call, Throwable exception) {
        StatusRuntimeException answer = answer(call, exception);
        @Nullable Metadata trailers = answer.getTrailers();
        try {
            call.close(answer.getStatus(), trailers == null ? new Metadata() : trailers);
        } catch (IllegalStateException closedBefore) {
            LOG.debug("{} was closed before its error", name(call), closedBefore);
        }
    }

    private static StatusRuntimeException answer(ServerCall<?, ?> call, Throwable exception) {
        return switch (exception) {
            case ProblemException known -> {
                if (known.getCause() != null) {
                    FailureLog.warn(LOG, name(call), known);
                }
                yield ProblemStatus.toException(known.problem());
            }
            case StatusRuntimeException remote -> passedOn(call, remote);
            default -> {
                LOG.error("{} failed", name(call), exception);
                yield ProblemStatus.toException(new ServiceProblem.Internal());
            }
        };
    }

    /**
     * A refusal by a peer is our answer too; a peer that is away makes us unavailable, not broken.
     */
    private static StatusRuntimeException passedOn(
            ServerCall<?, ?> call, StatusRuntimeException remote) {
        if (ProblemStatus.fromException(remote).isPresent()) {
            return remote;
        }
        Status.Code code = remote.getStatus().getCode();
        LOG.warn("{}: a peer answered {}", name(call), remote.getStatus());
        return ProblemStatus.toException(
                switch (code) {
                    case UNAVAILABLE -> new ServiceProblem.Unavailable("a service behind this one");
                    case DEADLINE_EXCEEDED, CANCELLED ->
                            new ServiceProblem.DeadlineExceeded("the call");
                    case RESOURCE_EXHAUSTED ->
                            new ServiceProblem.Overloaded("a service behind this one", 0);
                    default -> new ServiceProblem.Internal();
                });
    }

    private static String name(ServerCall<?, ?> call) {
        return call.getMethodDescriptor().getFullMethodName();
    }
}
