package dev.joch.apiserver.grpc;

import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What holds for every call that is no stream: it ends in time, and only so many are under way at
 * once.
 */
public final class CallLimits implements ServerInterceptor {

    private final int mostCalls;
    private final Semaphore room;
    private final Duration deadline;
    private final ScheduledExecutorService timer;

    /**
     * @param deadline of calls whose client sets none, and the most that any gets
     */
    public CallLimits(int mostCalls, Duration deadline, ScheduledExecutorService timer) {
        this.mostCalls = mostCalls;
        this.room = new Semaphore(mostCalls);
        this.deadline = deadline;
        this.timer = timer;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (call.getMethodDescriptor().getType() != MethodType.UNARY) {
            return next.startCall(call, headers);
        }
        if (!room.tryAcquire()) {
            throw new ProblemException(new ServiceProblem.Overloaded("calls", mostCalls));
        }
        // an earlier deadline of the client stays
        Context.CancellableContext timed =
                Context.current()
                        .withDeadlineAfter(deadline.toMillis(), TimeUnit.MILLISECONDS, timer);
        AtomicBoolean over = new AtomicBoolean();
        Runnable end =
                () -> {
                    if (over.compareAndSet(false, true)) {
                        room.release();
                        timed.cancel(null);
                    }
                };
        EndingCall<Q, A> ending = new EndingCall<>(call, end);
        try {
            EndingListener<Q> listener =
                    new EndingListener<>(Contexts.interceptCall(timed, ending, headers, next), end);
            timed.addListener(
                    ignored -> {
                        // a handler at work ends by its own deadline and gives its reason
                        if (!listener.asked && !over.get()) {
                            ending.giveUp();
                        }
                    },
                    Runnable::run);
            return listener;
        } catch (RuntimeException e) {
            end.run();
            throw e;
        }
    }

    private static final class EndingCall<Q, A> extends SimpleForwardingServerCall<Q, A> {
        private final Runnable end;

        EndingCall(ServerCall<Q, A> call, Runnable end) {
            super(call);
            this.end = end;
        }

        /** The request did not come in time. */
        void giveUp() {
            StatusRuntimeException late =
                    ProblemStatus.toException(new ServiceProblem.DeadlineExceeded("the request"));
            @Nullable Metadata trailers = late.getTrailers();
            close(late.getStatus(), trailers == null ? new Metadata() : trailers);
        }

        @Override
        public void close(Status status, Metadata trailers) {
            super.close(status, trailers);
            end.run();
        }
    }

    private static final class EndingListener<Q>
            extends io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener<Q> {
        private final Runnable end;
        private volatile boolean asked;

        EndingListener(ServerCall.Listener<Q> listener, Runnable end) {
            super(listener);
            this.end = end;
        }

        @Override
        public void onHalfClose() {
            asked = true;
            try {
                super.onHalfClose();
            } catch (RuntimeException e) {
                end.run();
                throw e;
            }
        }

        @Override
        public void onCancel() {
            try {
                super.onCancel();
            } finally {
                end.run();
            }
        }
    }
}
