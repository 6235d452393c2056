package dev.joch.trace.intake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.joch.service.problem.Problem;
import dev.joch.service.problem.ProblemStatus;
import dev.joch.service.problem.ServiceProblem;

import io.grpc.Status;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Answers in the form in which was asked: Protobuf or JSON.
 *
 * @param json whether the request was JSON
 */
record OtlpHttpAnswer(boolean json) {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String PROTOBUF_TYPE = "application/x-protobuf";
    private static final String JSON_TYPE = "application/json";

    static OtlpHttpAnswer to(HttpRequest request) {
        return new OtlpHttpAnswer(type(request).equals(JSON_TYPE));
    }

    /** Content type without its parameters. */
    static String type(HttpRequest request) {
        String type = request.headers().get(HttpHeaderNames.CONTENT_TYPE, "");
        return type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
    }

    static boolean takes(String type) {
        return type.equals(PROTOBUF_TYPE) || type.equals(JSON_TYPE);
    }

    FullHttpResponse done(ExportTraceServiceResponse taken) {
        if (!json) {
            return response(HttpResponseStatus.OK, taken.toByteArray());
        }
        Object body =
                taken.hasPartialSuccess()
                        ? Map.of(
                                "partialSuccess",
                                Map.of(
                                        "rejectedSpans",
                                        Long.toString(taken.getPartialSuccess().getRejectedSpans()),
                                        "errorMessage",
                                        taken.getPartialSuccess().getErrorMessage()))
                        : Map.of();
        return response(HttpResponseStatus.OK, text(body));
    }

    FullHttpResponse problem(Problem problem) {
        HttpResponseStatus status = status(problem.code());
        FullHttpResponse response =
                json
                        ? response(
                                status,
                                text(
                                        Map.of(
                                                "code",
                                                problem.code().value(),
                                                "message",
                                                problem.message(),
                                                "reason",
                                                problem.reason())))
                        : response(status, ProblemStatus.toStatus(problem).toByteArray());
        if (problem.code() == Status.Code.RESOURCE_EXHAUSTED
                || problem.code() == Status.Code.UNAVAILABLE) {
            response.headers()
                    .set(HttpHeaderNames.RETRY_AFTER, OtlpEndpoint.COME_AGAIN.toSeconds());
        }
        if (problem.code() == Status.Code.UNAUTHENTICATED) {
            response.headers().set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
        }
        return response;
    }

    FullHttpResponse internal() {
        return problem(new ServiceProblem.Internal());
    }

    /** A refusal that has to do with HTTP only. */
    FullHttpResponse text(HttpResponseStatus status, String sentence) {
        return json
                ? response(status, text(Map.of("message", sentence)))
                : response(
                        status,
                        com.google.rpc.Status.newBuilder()
                                .setCode(Status.Code.INVALID_ARGUMENT.value())
                                .setMessage(sentence)
                                .build()
                                .toByteArray());
    }

    private FullHttpResponse response(HttpResponseStatus status, byte[] body) {
        FullHttpResponse response =
                new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, status, Unpooled.wrappedBuffer(body));
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, json ? JSON_TYPE : PROTOBUF_TYPE)
                .set(HttpHeaderNames.CONTENT_LENGTH, body.length);
        return response;
    }

    private static byte[] text(Object body) {
        try {
            return JSON.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer cannot be written", e);
        }
    }

    private static HttpResponseStatus status(Status.Code code) {
        return switch (code) {
            case INVALID_ARGUMENT -> HttpResponseStatus.BAD_REQUEST;
            case UNAUTHENTICATED -> HttpResponseStatus.UNAUTHORIZED;
            case PERMISSION_DENIED -> HttpResponseStatus.FORBIDDEN;
            case RESOURCE_EXHAUSTED -> HttpResponseStatus.TOO_MANY_REQUESTS;
            case UNAVAILABLE -> HttpResponseStatus.SERVICE_UNAVAILABLE;
            case DEADLINE_EXCEEDED -> HttpResponseStatus.GATEWAY_TIMEOUT;
            default -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
        };
    }
}
