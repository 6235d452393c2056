package dev.joch.apiserver.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.rpc.ErrorInfo;
import com.google.rpc.Status;

import dev.joch.apiserver.http.HttpAnswer;
import dev.joch.common.v1.Diagnostic;
import dev.joch.common.v1.Diagnostics;
import dev.joch.service.problem.Problem;
import dev.joch.service.problem.ProblemStatus;

import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A refusal as RFC 9457 has it, with the documented {@code error} object inside. */
final class ProblemJson {

    private static final String MEDIA_TYPE = "application/problem+json";
    private static final String TYPE = "https://joch.dev/errors/";

    private ProblemJson() {}

    static HttpAnswer answer(Problem problem, String requestId) {
        return answer(ProblemStatus.toStatus(problem), requestId);
    }

    static HttpAnswer answer(Status status, String requestId) {
        io.grpc.Status.Code code = io.grpc.Status.fromCodeValue(status.getCode()).getCode();
        ErrorInfo info = info(status);
        int http = HttpStatuses.of(code, info.getReason());
        Map<String, String> headers = new HashMap<>();
        headers.put("content-type", MEDIA_TYPE);
        headers.put("cache-control", "no-store");
        switch (http) {
            case 401 -> headers.put("www-authenticate", "Bearer");
            case 405 -> headers.put("allow", info.getMetadataOrDefault("allow", ""));
            case 429, 503 -> headers.put("retry-after", "1");
            default -> {}
        }
        return new HttpAnswer(
                http,
                headers,
                JsonText.of(json -> {
                    json.writeStartObject();
                    members(json, status, http, requestId);
                    json.writeEndObject();
                }));
    }

    /** The last line of a stream that ends in a refusal. */
    static byte[] event(Status status, String requestId) {
        io.grpc.Status.Code code = io.grpc.Status.fromCodeValue(status.getCode()).getCode();
        int http = HttpStatuses.of(code, info(status).getReason());
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeStringField("type", "ERROR");
            String version = info(status).getMetadataOrDefault("resourceVersion", "");
            if (!version.isEmpty()) {
                json.writeStringField("resourceVersion", version);
            }
            json.writeNumberField("status", http);
            error(json, status);
            json.writeStringField("requestId", requestId);
            json.writeEndObject();
        });
    }

    private static void members(JsonGenerator json, Status status, int http, String requestId)
            throws IOException {
        ErrorInfo info = info(status);
        json.writeStringField("type", TYPE + info.getReason());
        json.writeStringField("title", title(info.getReason()));
        json.writeNumberField("status", http);
        json.writeStringField("detail", status.getMessage());
        json.writeStringField("instance", "urn:joch:request:" + requestId);
        json.writeStringField("requestId", requestId);
        json.writeStringField("reason", info.getReason());
        Diagnostics diagnostics =
                ProblemStatus.find(status, Diagnostics.class)
                        .orElse(Diagnostics.getDefaultInstance());
        if (diagnostics.getDiagnosticsCount() > 0) {
            json.writeArrayFieldStart("errors");
            for (Diagnostic diagnostic : diagnostics.getDiagnosticsList()) {
                DiagnosticJson.write(diagnostic, json);
            }
            json.writeEndArray();
        }
        if (diagnostics.getOmitted() > 0) {
            json.writeNumberField("omitted", diagnostics.getOmitted());
        }
        error(json, status);
    }

    private static void error(JsonGenerator json, Status status) throws IOException {
        ErrorInfo info = info(status);
        json.writeObjectFieldStart("error");
        json.writeStringField("code", camelCase(info.getReason()));
        json.writeStringField("message", status.getMessage());
        json.writeObjectFieldStart("details");
        for (Map.Entry<String, String> fact : info.getMetadataMap().entrySet()) {
            json.writeStringField(fact.getKey(), fact.getValue());
        }
        json.writeEndObject();
        json.writeEndObject();
    }

    private static ErrorInfo info(Status status) {
        return ProblemStatus.find(status, ErrorInfo.class)
                .orElseGet(() ->
                        ErrorInfo.newBuilder()
                                .setReason(
                                        io.grpc.Status.fromCodeValue(status.getCode())
                                                .getCode()
                                                .name())
                                .build());
    }

    /** {@code MANIFEST_INVALID} becomes {@code ManifestInvalid}. */
    private static String camelCase(String reason) {
        StringBuilder code = new StringBuilder(reason.length());
        for (String word : reason.split("_")) {
            if (!word.isEmpty()) {
                code.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
            }
        }
        return code.toString();
    }

    /** {@code MANIFEST_INVALID} becomes {@code Manifest invalid}. */
    private static String title(String reason) {
        String words = reason.replace('_', ' ').toLowerCase(Locale.ROOT);
        return words.isEmpty() ? "" : Character.toUpperCase(words.charAt(0)) + words.substring(1);
    }
}
