package dev.joch.service.telemetry;

import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** Calls in the words of OpenTelemetry's conventions. */
final class Rpc {

    static final String GRPC = "grpc";
    static final AttributeKey<String> SYSTEM = AttributeKey.stringKey("rpc.system.name");
    static final AttributeKey<String> METHOD = AttributeKey.stringKey("rpc.method");
    static final AttributeKey<String> STATUS = AttributeKey.stringKey("rpc.response.status_code");

    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    private Rpc() {}

    /** Health and reflection: asked all the time, and of nobody's trace. */
    static boolean isOfGrpcItself(MethodDescriptor<?, ?> method) {
        return method.getFullMethodName().startsWith("grpc.");
    }

    static SpanBuilder span(
            Tracer tracer, MethodDescriptor<?, ?> method, SpanKind kind, Context parent) {
        return tracer.spanBuilder(method.getFullMethodName())
                .setSpanKind(kind)
                .setParent(parent)
                .setAttribute(SYSTEM, GRPC)
                .setAttribute(METHOD, method.getFullMethodName());
    }

    static void end(Span span, Status.Code code, boolean failed) {
        span.setAttribute(STATUS, code.name());
        if (failed) {
            span.setAttribute(ERROR, code.name());
            span.setStatus(StatusCode.ERROR);
        }
        span.end();
    }

    /** A refusal is an answer; what is left says that the server failed. */
    static boolean isFaultOfServer(Status.Code code) {
        return switch (code) {
            case UNKNOWN, DEADLINE_EXCEEDED, UNIMPLEMENTED, INTERNAL, UNAVAILABLE, DATA_LOSS ->
                    true;
            case OK,
                    CANCELLED,
                    INVALID_ARGUMENT,
                    NOT_FOUND,
                    ALREADY_EXISTS,
                    PERMISSION_DENIED,
                    RESOURCE_EXHAUSTED,
                    FAILED_PRECONDITION,
                    ABORTED,
                    OUT_OF_RANGE,
                    UNAUTHENTICATED ->
                    false;
        };
    }
}
