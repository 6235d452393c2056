package dev.joch.apiserver.rest;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;

import dev.joch.api.v1.DeliverWebhookRequest;
import dev.joch.api.v1.GetAgentBillRequest;
import dev.joch.api.v1.HandleHookRequest;
import dev.joch.api.v1.PatchResourceRequest;
import dev.joch.api.v1.PatchResourceRequest.PatchType;
import dev.joch.api.v1.UpdateResourceStatusRequest;
import dev.joch.api.v1.WebhookHeaders;
import dev.joch.apiserver.http.HttpExchange;
import dev.joch.apiserver.http.HttpRequestHead;
import dev.joch.apiserver.resource.ResourceProblem;
import dev.joch.resource.text.DecodeLimits;
import dev.joch.resource.text.Decoded;
import dev.joch.resource.text.DocumentDecoder;
import dev.joch.resource.text.Text;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.service.problem.ProblemException;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Puts the request message of an RPC together: path, query, headers, body. */
final class RequestReader {

    private static final int LONGEST_REQUEST_ID = 255;

    private RequestReader() {}

    static Message read(Binding binding, Map<String, String> variables, HttpExchange exchange) {
        Message.Builder request = binding.request().newBuilderForType();
        Descriptor type = request.getDescriptorForType();
        Set<String> taken = new HashSet<>(variables.keySet());
        variables.forEach((name, value) -> request.setField(field(type, name), value));
        boolean documents = type.findFieldByName("sources") != null;
        if (!binding.body().isEmpty() && !binding.body().equals("*")) {
            taken.add(binding.body());
        }
        if (request instanceof DeliverWebhookRequest.Builder webhook) {
            webhook(exchange.head(), webhook);
        }
        new QueryFields(request, taken).read(exchange.head().query());
        headers(exchange.head(), request);
        if (documents) {
            DocumentBody.read(exchange, request);
        } else if (!binding.body().isEmpty()) {
            body(exchange, request);
            // the path says what a call is about, whatever its body says
            variables.forEach((name, value) -> request.setField(field(type, name), value));
        }
        return request.build();
    }

    private static void headers(HttpRequestHead head, Message.Builder request) {
        if (request instanceof GetAgentBillRequest.Builder bill) {
            BillFormat.choose(head, bill);
        }
        Descriptor type = request.getDescriptorForType();
        FieldDescriptor requestId = type.findFieldByName("request_id");
        if (requestId != null) {
            head.header("idempotency-key")
                    .ifPresent(key -> request.setField(requestId, idempotencyKey(key)));
        }
        FieldDescriptor version = type.findFieldByName("resource_version");
        boolean watch = type.findFieldByName("label_selector") != null;
        if (version != null && !watch) {
            head.header("if-match")
                    .map(EntityTag::version)
                    .filter(tag -> !tag.isEmpty())
                    .ifPresent(tag -> request.setField(version, tag));
        }
        if (version != null && watch) {
            // a reconnecting browser knows better than the address it was given
            head.header("last-event-id")
                    .filter(id -> !id.isBlank())
                    .ifPresent(id -> request.setField(version, id.strip()));
        }
    }

    /** Signed by whoever sends it: what is not there is empty, and no signature fits it. */
    private static void webhook(HttpRequestHead head, DeliverWebhookRequest.Builder request) {
        request.setHeaders(
                WebhookHeaders.newBuilder()
                        .setId(head.header("webhook-id").orElse(""))
                        .setTimestamp(head.header("webhook-timestamp").orElse(""))
                        .setSignature(head.header("webhook-signature").orElse("")));
    }

    private static String idempotencyKey(String key) {
        boolean fit =
                !key.isBlank()
                        && key.length() <= LONGEST_REQUEST_ID
                        && key.chars().allMatch(c -> c >= 0x20 && c < 0x7f);
        if (!fit) {
            throw new ProblemException(
                    new RestProblem.InvalidHeader(
                            "idempotency-key",
                            "1 to " + LONGEST_REQUEST_ID + " visible characters"));
        }
        return key;
    }

    private static void body(HttpExchange exchange, Message.Builder request) {
        MediaType type = MediaType.parse(exchange.head().header("content-type").orElse(""));
        switch (request) {
            case PatchResourceRequest.Builder patch ->
                    patch.setType(patchType(type))
                            .setPatch(UnsafeByteOperations.unsafeWrap(exchange.body()));
            case UpdateResourceStatusRequest.Builder update -> status(exchange, type, update);
            case DeliverWebhookRequest.Builder webhook ->
                    webhook.setBody(UnsafeByteOperations.unsafeWrap(exchange.body()));
            case HandleHookRequest.Builder hook ->
                    hook.setMessage(UnsafeByteOperations.unsafeWrap(exchange.body()));
            default -> request.mergeFrom(MessageBody.read(exchange.body(), type, request));
        }
    }

    private static PatchType patchType(MediaType type) {
        return switch (type.name()) {
            case "application/merge-patch+json", "application/json" -> PatchType.PATCH_TYPE_MERGE;
            case "application/json-patch+json" -> PatchType.PATCH_TYPE_JSON;
            default ->
                    throw new ProblemException(
                            new RestProblem.UnsupportedMediaType(
                                    type.name(),
                                    "application/merge-patch+json or application/json-patch+json"));
        };
    }

    private static void status(
            HttpExchange exchange, MediaType type, UpdateResourceStatusRequest.Builder update) {
        if (!type.isJson() && !type.isYaml()) {
            throw new ProblemException(
                    new RestProblem.UnsupportedMediaType(
                            type.name(), "application/json or application/yaml"));
        }
        Decoded decoded =
                DocumentDecoder.decode(
                        List.of(Text.of("", exchange.body())),
                        DecodeLimits.standard().acceptingStatus());
        if (decoded.hasErrors()) {
            throw new ProblemException(
                    new ResourceProblem.ManifestInvalid(decoded.diagnostics(), decoded.omitted()));
        }
        if (decoded.documents().size() != 1) {
            throw new ProblemException(
                    new RestProblem.InvalidBody("send the one resource whose status it is"));
        }
        Resource.Builder resource = decoded.documents().getFirst().resource().toBuilder();
        exchange.head()
                .header("if-match")
                .map(EntityTag::version)
                .filter(tag -> !tag.isEmpty())
                .ifPresent(tag -> resource.getMetadataBuilder().setResourceVersion(tag));
        update.setResource(resource);
    }

    private static FieldDescriptor field(Descriptor type, String name) {
        FieldDescriptor field = type.findFieldByName(name);
        if (field == null) {
            throw new IllegalStateException(type.getFullName() + " has no field " + name);
        }
        return field;
    }
}
