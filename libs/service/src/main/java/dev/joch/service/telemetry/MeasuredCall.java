package dev.joch.service.telemetry;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.opentelemetry.api.trace.Span;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A call whose end is told once, however it comes. */
final class MeasuredCall<Q, A> extends SimpleForwardingServerCall<Q, A> {

    private static final Logger LOG = LoggerFactory.getLogger(MeasuredCall.class);

    private final Span span;
    private final CallDurations durations;
    private final long begun = System.nanoTime();
    private final AtomicBoolean over = new AtomicBoolean();

    MeasuredCall(ServerCall<Q, A> call, Span span, CallDurations durations) {
        super(call);
        this.span = span;
        this.durations = durations;
    }

    @Override
    public void close(Status status, Metadata trailers) {
        end(status.getCode());
        super.close(status, trailers);
    }

    void cancelled() {
        end(Status.Code.CANCELLED);
    }

    void broken(Throwable failure) {
        span.recordException(failure);
        end(Status.Code.INTERNAL);
    }

    private void end(Status.Code code) {
        if (over.compareAndSet(false, true)) {
            long nanos = System.nanoTime() - begun;
            Rpc.end(span, code, Rpc.isFaultOfServer(code));
            durations.record(getMethodDescriptor(), code, nanos);
            LOG.debug(
                    "{}: {} after {} us",
                    getMethodDescriptor().getFullMethodName(),
                    code,
                    TimeUnit.NANOSECONDS.toMicros(nanos));
        }
    }
}
