package dev.joch.resource.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Pieces that operations of the API have in common, and the components they refer to. */
final class ApiParts {
    static final String JSON = "application/json";
    static final String YAML = "application/yaml";
    private static final String SCHEMAS = "#/components/schemas/";

    private ApiParts() {}

    static Map<String, Object> reference(String schema) {
        return Map.of("$ref", SCHEMAS + schema);
    }

    static Map<String, Object> text(String description) {
        return ordered("type", "string", "description", description);
    }

    /** An object of texts, given as name and description in turn. */
    static Map<String, Object> object(Map<String, Object> properties, List<String> required) {
        Map<String, Object> schema = ordered("type", "object", "properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        return schema;
    }

    static Map<String, Object> listOf(Map<String, Object> items) {
        return ordered("type", "array", "items", items);
    }

    static Map<String, Object> parameter(
            String name, String in, String description, Map<String, Object> schema) {
        Map<String, Object> parameter = ordered("name", name, "in", in);
        if (!description.isEmpty()) {
            parameter.put("description", description);
        }
        if (in.equals("path")) {
            parameter.put("required", true);
        }
        parameter.put("schema", schema);
        return parameter;
    }

    static Map<String, Object> content(String type, Map<String, Object> schema) {
        return ordered(type, ordered("schema", schema));
    }

    static Map<String, Object> answer(String description, Map<String, Object> content) {
        return ordered("description", description, "content", content);
    }

    /** The answers of an operation that succeeds with this one. */
    static Map<String, Object> answers(Map<String, Object> success) {
        return ordered("200", success, "default", Map.of("$ref", "#/components/responses/Problem"));
    }

    /** A map that keeps the order in which keys and values are given. */
    static Map<String, Object> ordered(Object... keysAndValues) {
        Map<String, Object> map = new LinkedHashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            map.put((String) keysAndValues[i], keysAndValues[i + 1]);
        }
        return map;
    }

    /** The object that lies inside another along these keys. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> inside(Map<String, Object> tree, String... keys) {
        Map<String, Object> found = tree;
        for (String key : keys) {
            if (!(found.get(key) instanceof Map<?, ?> next)) {
                throw new IllegalStateException("no object under " + key);
            }
            found = (Map<String, Object>) next;
        }
        return found;
    }

    /** A copy of the parameters of an operation, which others may be added to. */
    static List<Object> parametersOf(Map<String, Object> operation) {
        return operation.get("parameters") instanceof List<?> parameters
                ? new ArrayList<>(parameters)
                : new ArrayList<>();
    }

    /** One page of resources, as the edge answers a list. */
    static Map<String, Object> page(String item) {
        Map<String, Object> metadata =
                object(
                        ordered(
                                "continue",
                                text("Ask for the next page with it; absent on the last page."),
                                "resourceVersion",
                                text("Watch from here to miss nothing.")),
                        List.of());
        return object(
                ordered(
                        "items",
                        listOf(item.isEmpty() ? Map.of("type", "object") : reference(item)),
                        "metadata",
                        metadata),
                List.of("items", "metadata"));
    }

    /**
     * What every refusal looks like: RFC 9457 with the diagnostics and the error object of the
     * documents.
     */
    static Map<String, Object> problem() {
        Map<String, Object> error =
                object(
                        ordered(
                                "code", text("CamelCase word for machines, e.g. `PolicyDenied`."),
                                "message", text("What went wrong, and what to do next."),
                                "details", Map.of("type", "object")),
                        List.of("code", "message"));
        return object(
                ordered(
                        "type", text("URI of the documentation of this reason."),
                        "title", text("Short name of the problem."),
                        "status", Map.of("type", "integer"),
                        "detail", text("What went wrong, and what to do next."),
                        "instance", text("The request that it happened to."),
                        "errors", listOf(reference("Diagnostic")),
                        "requestId", text("Id of the request, for logs and audit."),
                        "traceId", text("Id of the trace."),
                        "error", error),
                List.of("type", "title", "status", "error"));
    }
}
