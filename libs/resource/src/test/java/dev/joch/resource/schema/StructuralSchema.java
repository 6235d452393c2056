package dev.joch.resource.schema;

import com.fasterxml.jackson.databind.JsonNode;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What an API server of Kubernetes demands of the schema of a CRD. */
final class StructuralSchema {
    private static final String OPEN = "x-kubernetes-preserve-unknown-fields";
    private static final Set<String> KNOWN =
            Set.of(
                    "description",
                    "type",
                    "format",
                    "enum",
                    "default",
                    "properties",
                    "required",
                    "items",
                    "additionalProperties",
                    "minLength",
                    "maxLength",
                    "pattern",
                    "minimum",
                    "maximum",
                    "exclusiveMinimum",
                    "exclusiveMaximum",
                    "minItems",
                    "maxItems",
                    "minProperties",
                    "maxProperties",
                    OPEN,
                    "x-kubernetes-list-type",
                    "x-kubernetes-list-map-keys",
                    "x-kubernetes-int-or-string");
    private static final Set<String> TYPES =
            Set.of("object", "array", "string", "integer", "number", "boolean");

    private final List<String> faults = new ArrayList<>();

    private StructuralSchema() {}

    /** Every place that breaks a rule; empty for a schema that would be accepted. */
    static List<String> faults(JsonNode schema) {
        StructuralSchema check = new StructuralSchema();
        check.visit("", schema);
        return check.faults;
    }

    private void visit(String path, JsonNode node) {
        node.fieldNames()
                .forEachRemaining(word -> require(KNOWN.contains(word), path, "keyword " + word));
        String type = node.path("type").asText();
        boolean open = node.path(OPEN).asBoolean();
        require(TYPES.contains(type) || open && type.isEmpty(), path, "no type");
        require(!node.has(OPEN) || open, path, OPEN + " may only be true");
        require(
                !(node.has("properties") && node.has("additionalProperties")),
                path,
                "properties beside additionalProperties");
        require(
                type.equals("object")
                        || !node.has("properties") && !node.has("additionalProperties"),
                path,
                "properties of no object");
        require(type.equals("array") == node.has("items"), path, "an array has items");
        require(
                !node.has("exclusiveMinimum") || node.path("exclusiveMinimum").isBoolean(),
                path,
                "draft");
        node.path("required")
                .forEach(name ->
                        require(
                                node.path("properties").has(name.asText()),
                                path,
                                "requires the absent " + name));
        if (node.has("default")) {
            checkDefault(path, node, node.path("default"));
        }
        checkMapKeys(path, node);
        node.path("properties")
                .properties()
                .forEach(child -> visit(path + "." + child.getKey(), child.getValue()));
        if (node.has("items")) {
            visit(path + "[]", node.path("items"));
        }
        if (node.has("additionalProperties")) {
            visit(path + "{}", node.path("additionalProperties"));
        }
    }

    private void checkDefault(String path, JsonNode node, JsonNode value) {
        require(!path.isEmpty() && !path.startsWith(".metadata"), path, "a default here");
        boolean fits =
                switch (node.path("type").asText()) {
                    case "object" -> value.isObject();
                    case "array" -> value.isArray();
                    case "string" -> value.isTextual();
                    case "integer" -> value.isIntegralNumber();
                    case "number" -> value.isNumber();
                    case "boolean" -> value.isBoolean();
                    default -> true;
                };
        require(fits, path, "the default " + value + " has another type");
        boolean allowed = !node.has("enum");
        for (JsonNode word : node.path("enum")) {
            allowed |= word.equals(value);
        }
        require(allowed, path, "the default " + value + " is not allowed");
        for (JsonNode name : node.path("required")) {
            boolean there = value.has(name.asText());
            boolean filled = node.path("properties").path(name.asText()).has("default");
            require(!value.isObject() || there || filled, path, "the default lacks " + name);
        }
    }

    private void checkMapKeys(String path, JsonNode node) {
        for (JsonNode key : node.path("x-kubernetes-list-map-keys")) {
            boolean required = false;
            for (JsonNode name : node.path("items").path("required")) {
                required |= name.equals(key);
            }
            require(required, path, "the key " + key + " is not required");
        }
    }

    private void require(boolean holds, String path, String fault) {
        if (!holds) {
            faults.add(path + ": " + fault);
        }
    }
}
