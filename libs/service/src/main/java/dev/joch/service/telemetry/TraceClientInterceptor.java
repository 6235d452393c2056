package dev.joch.service.telemetry;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapPropagator;

/** Sends the trace along with a call to a peer. */
public final class TraceClientInterceptor implements ClientInterceptor {

    private final TextMapPropagator propagator;
    private final Tracer tracer;
    private final String peer;

    public TraceClientInterceptor(OpenTelemetry telemetry, String peer) {
        this.propagator = telemetry.getPropagators().getTextMapPropagator();
        this.tracer = telemetry.getTracer(Telemetry.SCOPE);
        this.peer = peer;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
            MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        if (Rpc.isOfGrpcItself(method)) {
            return next.newCall(method, options);
        }
        Context here = Context.current();
        SpanContext active = Span.fromContext(here).getSpanContext();
        if (active.isValid() && !active.isSampled()) {
            return new CarryingCall<>(next.newCall(method, options), here);
        }
        Span span =
                Rpc.span(tracer, method, SpanKind.CLIENT, here)
                        .setAttribute("server.address", peer)
                        .startSpan();
        return new TracedCall<>(next.newCall(method, options), here.with(span), span);
    }

    private class CarryingCall<Q, A> extends SimpleForwardingClientCall<Q, A> {
        private final Context trace;

        CarryingCall(ClientCall<Q, A> call, Context trace) {
            super(call);
            this.trace = trace;
        }

        @Override
        public void start(Listener<A> answers, Metadata headers) {
            propagator.inject(trace, headers, TraceHeaders.INSTANCE);
            super.start(answers, headers);
        }
    }

    private final class TracedCall<Q, A> extends CarryingCall<Q, A> {
        private final Span span;

        TracedCall(ClientCall<Q, A> call, Context trace, Span span) {
            super(call, trace);
            this.span = span;
        }

        @Override
        public void start(Listener<A> answers, Metadata headers) {
            try {
                super.start(new EndingAnswers<>(answers, span), headers);
            } catch (RuntimeException | Error e) {
                span.recordException(e);
                Rpc.end(span, Status.Code.INTERNAL, true);
                throw e;
            }
        }
    }

    private static final class EndingAnswers<A> extends SimpleForwardingClientCallListener<A> {
        private final Span span;

        EndingAnswers(ClientCall.Listener<A> answers, Span span) {
            super(answers);
            this.span = span;
        }

        @Override
        public void onClose(Status status, Metadata trailers) {
            Rpc.end(span, status.getCode(), !status.isOk());
            super.onClose(status, trailers);
        }
    }
}
