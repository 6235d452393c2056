package dev.joch.resource.schema;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;

import dev.joch.resource.field.Defaults;
import dev.joch.schema.v1.FieldOptions;
import dev.joch.schema.v1.Options;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Describes messages in one dialect. Where the dialect shares definitions, those that were referred
 * to are collected.
 */
final class MessageSchemas {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WRITTEN_BY_SERVER = "Written by the server";

    private final Dialect dialect;
    private final Comments comments;
    private final Map<String, Map<String, Object>> shared = new TreeMap<>();
    private final List<Descriptor> above = new ArrayList<>();

    MessageSchemas(Dialect dialect, Comments comments) {
        this.dialect = dialect;
        this.comments = comments;
    }

    /** Definitions that the schemas written so far refer to, by name. */
    Map<String, Map<String, Object>> shared() {
        return shared;
    }

    /** The message itself, with all its fields. */
    Map<String, Object> object(Descriptor message) {
        Map<String, Object> schema = new LinkedHashMap<>();
        putDescription(schema, comments.about(message));
        schema.put("type", "object");
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        above.add(message);
        for (FieldDescriptor field : message.getFields()) {
            properties.put(field.getJsonName(), field(field));
            // what has a default may be left out, whoever demands it
            if (Limits.of(field).required() && Defaults.text(field).isEmpty()) {
                required.add(field.getJsonName());
            }
        }
        above.removeLast();
        if (!properties.isEmpty()) {
            schema.put("properties", properties);
        }
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        if (dialect == Dialect.JSON_SCHEMA) {
            schema.put("additionalProperties", false);
        }
        return schema;
    }

    /** One field of a message. */
    Map<String, Object> field(FieldDescriptor field) {
        Map<String, Object> schema = new LinkedHashMap<>();
        putDescription(schema, comments.about(field));
        if (field.isMapField()) {
            putMap(schema, field);
        } else if (field.isRepeated()) {
            putList(schema, field);
        } else {
            schema.putAll(typed(value(field, Limits.of(field)), schema));
        }
        putOptions(schema, field);
        return schema;
    }

    /**
     * A reference to the message where the dialect shares definitions, the message itself
     * otherwise.
     */
    Map<String, Object> message(Descriptor message) {
        return WellKnown.schema(message, dialect).orElseGet(() -> ownMessage(message));
    }

    private Map<String, Object> ownMessage(Descriptor message) {
        if (dialect == Dialect.KUBERNETES) {
            return above.contains(message) ? WellKnown.anyObject(dialect) : object(message);
        }
        String name = message.getName();
        if (!shared.containsKey(name)) {
            shared.put(name, Map.of());
            shared.put(name, object(message));
        }
        String place = dialect == Dialect.OPENAPI ? "#/components/schemas/" : "#/$defs/";
        Map<String, Object> reference = new LinkedHashMap<>();
        reference.put("$ref", place + name);
        return reference;
    }

    private void putMap(Map<String, Object> schema, FieldDescriptor field) {
        Limits limits = Limits.of(field);
        schema.put("type", "object");
        putLimit(schema, "minProperties", limits, "min_pairs");
        putLimit(schema, "maxProperties", limits, "max_pairs");
        Map<String, Object> keys = new LinkedHashMap<>();
        TypeSchemas.putTextLimits(keys, limits.ofKeys());
        if (!keys.isEmpty() && dialect != Dialect.KUBERNETES) {
            schema.put("propertyNames", keys);
        }
        FieldDescriptor value = field.getMessageType().findFieldByName("value");
        schema.put("additionalProperties", value(value, limits.ofValues()));
    }

    private void putList(Map<String, Object> schema, FieldDescriptor field) {
        Limits limits = Limits.of(field);
        schema.put("type", "array");
        putLimit(schema, "minItems", limits, "min_items");
        putLimit(schema, "maxItems", limits, "max_items");
        // a set of unknown size costs Kubernetes quadratic time, so it refuses uniqueItems
        if (limits.unique() && dialect != Dialect.KUBERNETES) {
            schema.put("uniqueItems", true);
        }
        schema.put("items", value(field, limits.ofItems()));
        if (dialect == Dialect.KUBERNETES && isConditions(field)) {
            schema.put("x-kubernetes-list-type", "map");
            schema.put("x-kubernetes-list-map-keys", List.of("type"));
        }
    }

    private static boolean isConditions(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && field.getMessageType().getName().equals("Condition");
    }

    private Map<String, Object> value(FieldDescriptor field, Limits limits) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                ? message(field.getMessageType())
                : TypeSchemas.scalar(field, limits, dialect);
    }

    /** What is said about the field wins over what is said about its type. */
    private static Map<String, Object> typed(
            Map<String, Object> type, Map<String, Object> described) {
        Map<String, Object> schema = new LinkedHashMap<>(type);
        schema.keySet().removeAll(described.keySet());
        return schema;
    }

    private void putOptions(Map<String, Object> schema, FieldDescriptor field) {
        FieldOptions options = field.getOptions().getExtension(Options.field);
        if (!options.getDefault().isEmpty()) {
            schema.put("default", JSON.convertValue(Defaults.json(field), Object.class));
        } else if (dialect == Dialect.KUBERNETES && Defaults.creates(field)) {
            schema.put("default", Map.of());
        }
        if (dialect == Dialect.KUBERNETES) {
            return;
        }
        if (!options.getExample().isEmpty()) {
            schema.put("examples", List.of(options.getExample()));
        }
        if (!options.getReference().getKind().isEmpty()) {
            schema.put("x-joch-reference", options.getReference().getKind());
        }
        if (comments.about(field).contains(WRITTEN_BY_SERVER)) {
            schema.put("readOnly", true);
        }
    }

    private static void putDescription(Map<String, Object> schema, String description) {
        if (!description.isEmpty()) {
            schema.put("description", description);
        }
    }

    private static void putLimit(
            Map<String, Object> schema, String keyword, Limits limits, String rule) {
        limits.rule(rule).ifPresent(limit -> schema.put(keyword, limit));
    }
}
