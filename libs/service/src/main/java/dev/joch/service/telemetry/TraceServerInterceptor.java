package dev.joch.service.telemetry;

import io.grpc.Contexts;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;

import java.util.function.UnaryOperator;

/**
 * Goes on with the trace that a call comes with, and measures the call. The outermost of all
 * interceptors, so that it sees the status that leaves.
 */
public final class TraceServerInterceptor implements ServerInterceptor {

    private final TextMapPropagator propagator;
    private final Tracer tracer;
    private final CallDurations durations;
    private final UnaryOperator<Context> arrival;

    /** Between services, which decide together: what the first one samples all others sample. */
    public TraceServerInterceptor(OpenTelemetry telemetry) {
        this(telemetry, UnaryOperator.identity());
    }

    /**
     * @param arrival what becomes of the trace that a call brings along
     */
    TraceServerInterceptor(OpenTelemetry telemetry, UnaryOperator<Context> arrival) {
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
        this.tracer = telemetry.getTracer(Telemetry.SCOPE);
        this.durations = new CallDurations(telemetry);
        this.arrival = arrival;
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
        if (Rpc.isOfGrpcItself(call.getMethodDescriptor())) {
            return next.startCall(call, headers);
        }
        Context parent =
                arrival.apply(propagator.extract(Context.root(), headers, TraceHeaders.INSTANCE));
        Context within = parent.with(span(call, parent));
        MeasuredCall<Q, A> measured = new MeasuredCall<>(call, Span.fromContext(within), durations);
        try {
            return new SimpleForwardingServerCallListener<>(
                    Contexts.interceptCall(
                            TraceInGrpcContext.with(within), measured, headers, next)) {
                @Override
                public void onCancel() {
                    try {
                        super.onCancel();
                    } finally {
                        measured.cancelled();
                    }
                }
            };
        } catch (RuntimeException | Error e) {
            measured.broken(e);
            throw e;
        }
    }

    /** What nobody samples passes through under the id that it has. */
    private Span span(ServerCall<?, ?> call, Context parent) {
        SpanContext came = Span.fromContext(parent).getSpanContext();
        if (came.isValid() && !came.isSampled()) {
            return Span.fromContext(parent);
        }
        SpanBuilder span = Rpc.span(tracer, call.getMethodDescriptor(), SpanKind.SERVER, parent);
        HttpOrigin http = call.getAttributes().get(HttpOrigin.KEY);
        if (http != null) {
            span.setAttribute("http.request.method", http.method());
            span.setAttribute("url.path", http.path());
        }
        return span.startSpan();
    }
}
