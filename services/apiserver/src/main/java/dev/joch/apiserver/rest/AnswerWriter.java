package dev.joch.apiserver.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.google.protobuf.Message;

import dev.joch.api.v1.ApplyResourcesResponse;
import dev.joch.api.v1.ApplyResult;
import dev.joch.api.v1.CancelExecutionResponse;
import dev.joch.api.v1.CreateExecutionResponse;
import dev.joch.api.v1.GetAgentBillResponse;
import dev.joch.api.v1.GetResourceResponse;
import dev.joch.api.v1.HandleHookResponse;
import dev.joch.api.v1.ListResourceHistoryResponse;
import dev.joch.api.v1.ListResourcesRequest;
import dev.joch.api.v1.ListResourcesResponse;
import dev.joch.api.v1.PatchResourceResponse;
import dev.joch.api.v1.UpdateResourceStatusResponse;
import dev.joch.api.v1.ValidateResourcesResponse;
import dev.joch.apiserver.http.HttpAnswer;
import dev.joch.apiserver.resource.Words;
import dev.joch.common.v1.Diagnostic;
import dev.joch.resource.text.ListMeta;
import dev.joch.resource.text.MessageJson;
import dev.joch.resource.text.ResourceJson;
import dev.joch.resource.text.ResourceYaml;
import dev.joch.resource.v1alpha1.Resource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;

/**
 * Response messages as bodies: a resource comes without its wrapper, a list as a list, the rest as
 * the message it is.
 */
final class AnswerWriter {

    private static final int DONE = 200;
    private static final int CREATED = 201;
    private static final int NO_CONTENT = 204;

    private AnswerWriter() {}

    /** Writes into memory that cannot fail. */
    private interface Body {
        void write(ByteArrayOutputStream out) throws IOException;
    }

    static HttpAnswer write(Message request, Message response, Rendering rendering) {
        return switch (response) {
            case GetResourceResponse got -> one(got.getResource(), rendering);
            case UpdateResourceStatusResponse updated -> one(updated.getResource(), rendering);
            case PatchResourceResponse patched ->
                    tagged(patched.getResource(), json(out -> MessageJson.write(patched, out)));
            case CreateExecutionResponse created -> created(created.getExecution(), rendering);
            case CancelExecutionResponse cancelled -> one(cancelled.getExecution(), rendering);
            case ListResourcesResponse page ->
                    list((ListResourcesRequest) request, page, rendering);
            case ApplyResourcesResponse applied -> answer(Rendering.JSON, applied(applied));
            case ValidateResourcesResponse validated ->
                    answer(Rendering.JSON, validated(validated));
            case ListResourceHistoryResponse history -> answer(Rendering.JSON, history(history));
            case GetAgentBillResponse bill ->
                    answer(bill.getMediaType(), bill.getDocument().toByteArray());
            case HandleHookResponse hook -> hook(hook);
            default -> json(out -> MessageJson.write(response, out));
        };
    }

    private static HttpAnswer created(Resource resource, Rendering rendering) {
        HttpAnswer answer = one(resource, rendering);
        return new HttpAnswer(CREATED, answer.headers(), answer.body());
    }

    /** JSON-RPC answers nothing to a notification. */
    private static HttpAnswer hook(HandleHookResponse hook) {
        return hook.getMessage().isEmpty()
                ? new HttpAnswer(NO_CONTENT, Map.of("cache-control", "no-store"), new byte[0])
                : answer(Rendering.JSON, hook.getMessage().toByteArray());
    }

    private static HttpAnswer one(Resource resource, Rendering rendering) {
        HttpAnswer answer =
                switch (rendering) {
                    case Rendering.Yaml yaml ->
                            answer(Rendering.YAML, bytes(out -> ResourceYaml.write(resource, out)));
                    case Rendering.Table table ->
                            answer(
                                    Rendering.JSON,
                                    JsonText.of(json ->
                                            new TableJson(table.wide(), false)
                                                    .one(resource, json)));
                    case Rendering.Json plain -> json(out -> ResourceJson.write(resource, out));
                    case Rendering.Lines lines -> json(out -> ResourceJson.write(resource, out));
                    case Rendering.Events events -> json(out -> ResourceJson.write(resource, out));
                };
        return tagged(resource, answer);
    }

    private static HttpAnswer list(
            ListResourcesRequest request, ListResourcesResponse page, Rendering rendering) {
        String revision = Long.toString(page.getRevision());
        ListMeta meta = new ListMeta(revision, page.getNextPageToken());
        List<Resource> items = page.getResourcesList();
        return switch (rendering) {
            case Rendering.Yaml yaml ->
                    answer(Rendering.YAML, bytes(out -> ResourceYaml.writeList(meta, items, out)));
            case Rendering.Table table ->
                    answer(
                            Rendering.JSON,
                            new TableJson(table.wide(), request.getNamespace().isEmpty())
                                    .page(
                                            items,
                                            Words.kinds(request.getKind()),
                                            page.getNextPageToken(),
                                            revision));
            case Rendering.Json plain ->
                    json(out -> ResourceJson.writeList(meta, items, false, out));
            case Rendering.Lines lines ->
                    json(out -> ResourceJson.writeList(meta, items, false, out));
            case Rendering.Events events ->
                    json(out -> ResourceJson.writeList(meta, items, false, out));
        };
    }

    private static byte[] applied(ApplyResourcesResponse applied) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("results");
            for (ApplyResult result : applied.getResultsList()) {
                result(result, json);
            }
            json.writeEndArray();
            diagnostics("diagnostics", applied.getDiagnosticsList(), json);
            json.writeStringField("revision", Long.toString(applied.getRevision()));
            json.writeBooleanField("replayed", applied.getReplayed());
            json.writeEndObject();
        });
    }

    private static void result(ApplyResult result, JsonGenerator json) throws IOException {
        Resource resource = result.getResource();
        json.writeStartObject();
        json.writeStringField("apiVersion", resource.getApiVersion());
        json.writeStringField("kind", resource.getKind());
        json.writeStringField("namespace", resource.getMetadata().getNamespace());
        json.writeStringField("name", resource.getMetadata().getName());
        json.writeStringField("action", result.getAction());
        json.writeNumberField("generation", resource.getMetadata().getGeneration());
        json.writeStringField("resourceVersion", resource.getMetadata().getResourceVersion());
        diagnostics("warnings", result.getWarningsList(), json);
        json.writeEndObject();
    }

    private static byte[] validated(ValidateResourcesResponse validated) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeBooleanField("valid", validated.getValid());
            diagnostics("diagnostics", validated.getDiagnosticsList(), json);
            json.writeEndObject();
        });
    }

    private static byte[] history(ListResourceHistoryResponse history) {
        return JsonText.of(json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("versions");
            for (var version : history.getVersionsList()) {
                json.writeRawValue(MessageJson.write(version));
            }
            json.writeEndArray();
            json.writeObjectFieldStart("metadata");
            json.writeStringField("continue", history.getNextPageToken());
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void diagnostics(String name, List<Diagnostic> found, JsonGenerator json)
            throws IOException {
        json.writeArrayFieldStart(name);
        for (Diagnostic diagnostic : found) {
            DiagnosticJson.write(diagnostic, json);
        }
        json.writeEndArray();
    }

    private static HttpAnswer tagged(Resource resource, HttpAnswer answer) {
        Map<String, String> headers = new java.util.HashMap<>(answer.headers());
        headers.put("etag", EntityTag.of(resource));
        return new HttpAnswer(answer.status(), headers, answer.body());
    }

    private static HttpAnswer json(Body body) {
        return answer(Rendering.JSON, bytes(body));
    }

    private static HttpAnswer answer(String type, byte[] body) {
        return new HttpAnswer(
                DONE, Map.of("content-type", type, "cache-control", "no-store"), body);
    }

    private static byte[] bytes(Body body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(4096);
        try {
            body.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return out.toByteArray();
    }
}
