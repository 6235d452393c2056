package dev.joch.resource.schema;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;

import dev.joch.resource.kind.Kind;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One operation of the OpenAPI document, made from one HTTP way of one RPC; for one kind, or for
 * any kind when none is given.
 *
 * <p>A few things are said differently over REST than in the message: an id of the request and the
 * type of a patch travel in headers, {@code validate_only} is called {@code dryRun}, a document may
 * be sent as it is, and what is asked for comes back without a wrapper.
 */
final class ApiOperation {
    private static final Set<String> IN_HEADERS = Set.of("request_id");
    private static final Set<String> OF_DOCUMENTS = Set.of("sources", "resources");

    private final HttpBinding binding;
    private final @Nullable Kind kind;
    private final MessageSchemas schemas;
    private final Comments comments;

    ApiOperation(
            HttpBinding binding, @Nullable Kind kind, MessageSchemas schemas, Comments comments) {
        this.binding = binding;
        this.kind = kind;
        this.schemas = schemas;
        this.comments = comments;
    }

    Map<String, Object> write() {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("operationId", operationId());
        operation.put("summary", comments.about(binding.method()));
        operation.put(
                "tags",
                List.of(kind == null ? binding.method().getService().getName() : kind.kind()));
        List<Object> parameters = parameters();
        if (!parameters.isEmpty()) {
            operation.put("parameters", parameters);
        }
        Map<String, Object> body = body();
        if (!body.isEmpty()) {
            operation.put("requestBody", ApiParts.ordered("required", true, "content", body));
        }
        operation.put("responses", ApiParts.answers(success()));
        return operation;
    }

    /**
     * {@code getResource} becomes {@code getAgent}, {@code listResources} becomes {@code
     * listAgents}.
     */
    private String operationId() {
        if (kind == null) {
            return binding.operationId();
        }
        String everywhere =
                kind.namespaced() && !binding.path().contains("{namespace}")
                        ? "InAllNamespaces"
                        : "";
        String name = binding.rpcId();
        return name.endsWith("Resources")
                ? name.replace("Resources", plural(kind)) + everywhere
                : name.replace("Resource", kind.kind()) + everywhere;
    }

    /**
     * {@code ModelRoutes}, {@code Policies}: the plural of the command line in the letters of the
     * kind.
     */
    private static String plural(Kind kind) {
        int same = 0;
        String singular = kind.singular();
        while (same < singular.length() && singular.charAt(same) == kind.plural().charAt(same)) {
            same++;
        }
        return kind.kind().substring(0, same) + kind.plural().substring(same);
    }

    List<Object> parameters() {
        List<Object> parameters = new ArrayList<>();
        for (FieldDescriptor field : binding.method().getInputType().getFields()) {
            if (binding.inPath(field)) {
                if (kind == null || !field.getName().equals("kind")) {
                    parameters.add(parameter(field, "path"));
                }
            } else if (IN_HEADERS.contains(field.getName())) {
                parameters.add(ApiParts.ordered("$ref", "#/components/parameters/IdempotencyKey"));
            } else if (isWebhook() && field.getName().equals("headers")) {
                field.getMessageType()
                        .getFields()
                        .forEach(header -> parameters.add(header(header)));
            } else if (isInQuery(field)) {
                parameters.add(parameter(field, "query"));
            }
        }
        return parameters;
    }

    private boolean isInQuery(FieldDescriptor field) {
        boolean wrapped = takesDocuments() && !OF_DOCUMENTS.contains(field.getName());
        boolean kindInPath = kind != null && field.getName().equals("kind");
        boolean patchType = field.getName().equals("type") && binding.verb().equals("patch");
        boolean otherScope = field.getName().equals("namespace") && kind != null;
        return (wrapped || !binding.inBody(field)) && !kindInPath && !patchType && !otherScope;
    }

    private Map<String, Object> parameter(FieldDescriptor field, String in) {
        String name =
                switch (field.getName()) {
                    case "validate_only" -> "dryRun";
                    default -> in.equals("path") ? field.getName() : field.getJsonName();
                };
        Map<String, Object> schema = new LinkedHashMap<>(schemas.field(field));
        schema.remove("description");
        if (field.getJavaType() == FieldDescriptor.JavaType.LONG) {
            schema.put("type", "integer");
        }
        // in the path nothing can be empty, which is what most of these comments speak of
        String about = in.equals("path") ? "" : comments.about(field);
        return ApiParts.parameter(name, in, about, schema);
    }

    /** A request that others send in their own form, signed in headers. */
    private boolean isWebhook() {
        return binding.method().getInputType().getName().equals("DeliverWebhookRequest");
    }

    private Map<String, Object> header(FieldDescriptor field) {
        Map<String, Object> header =
                ApiParts.parameter(
                        "webhook-" + field.getName(),
                        "header",
                        comments.about(field),
                        Map.of("type", "string"));
        header.put("required", true);
        return header;
    }

    private boolean takesDocuments() {
        return binding.method().getInputType().findFieldByName("sources") != null;
    }

    private Map<String, Object> body() {
        if (binding.body().isEmpty()) {
            return Map.of();
        }
        if (takesDocuments()) {
            Map<String, Object> content =
                    ApiParts.content(
                            ApiParts.YAML,
                            ApiParts.text("One or more documents, separated by `---`."));
            content.putAll(ApiParts.content(ApiParts.JSON, documents()));
            return content;
        }
        if (isWebhook()) {
            return ApiParts.content("*/*", ApiParts.ordered("type", "string", "format", "binary"));
        }
        if (binding.verb().equals("patch")) {
            Map<String, Object> content =
                    ApiParts.content(
                            "application/merge-patch+json",
                            ApiParts.ordered("type", "object", "description", "RFC 7386."));
            content.putAll(
                    ApiParts.content(
                            "application/json-patch+json", ApiParts.reference("JsonPatch")));
            return content;
        }
        if (binding.body().equals("*")) {
            return ApiParts.content(
                    ApiParts.JSON, schemas.message(binding.method().getInputType()));
        }
        FieldDescriptor field = binding.method().getInputType().findFieldByName(binding.body());
        return ApiParts.content(ApiParts.JSON, forKind(schemas.field(field)));
    }

    private static Map<String, Object> documents() {
        Map<String, Object> resource = ApiParts.reference("Resource");
        Map<String, Object> list =
                ApiParts.object(
                        ApiParts.ordered(
                                "kind",
                                Map.of("const", "List"),
                                "items",
                                ApiParts.listOf(resource)),
                        List.of("kind", "items"));
        return ApiParts.ordered(
                "description",
                "One resource, or several as a `kind: List`.",
                "anyOf",
                List.of(resource, list));
    }

    private Map<String, Object> success() {
        Descriptor output = binding.method().getOutputType();
        if (binding.method().isServerStreaming()) {
            Map<String, Object> event = schemas.message(output);
            Map<String, Object> content = ApiParts.content("application/x-ndjson", event);
            content.putAll(ApiParts.content("text/event-stream", event));
            return ApiParts.answer("Changes, until the client hangs up.", content);
        }
        return ApiParts.answer(
                "What was asked for.",
                output.getName().equals("GetAgentBillResponse")
                        ? bill()
                        : ApiParts.content(ApiParts.JSON, answer(output)));
    }

    /** The document itself, in the format that was asked for or is accepted. */
    private static Map<String, Object> bill() {
        Map<String, Object> content =
                ApiParts.content(
                        "application/vnd.cyclonedx+json",
                        ApiParts.ordered("type", "object", "description", "CycloneDX 1.6."));
        content.putAll(
                ApiParts.content(
                        "application/spdx+json",
                        ApiParts.ordered("type", "object", "description", "SPDX 2.3.")));
        content.putAll(ApiParts.content("application/swid+xml", ApiParts.text("ISO/IEC 19770-2.")));
        return content;
    }

    private Map<String, Object> answer(Descriptor output) {
        FieldDescriptor resource = output.findFieldByName("resource");
        if (resource != null && output.getFields().size() == 1) {
            return forKind(ApiParts.reference("Resource"));
        }
        if (output.getName().equals("ListResourcesResponse")) {
            return kind == null
                    ? ApiParts.reference("ResourceList")
                    : ApiParts.reference(kind.kind() + "List");
        }
        return schemas.message(output);
    }

    private Map<String, Object> forKind(Map<String, Object> schema) {
        return kind == null ? schema : ApiParts.reference(kind.kind());
    }
}
