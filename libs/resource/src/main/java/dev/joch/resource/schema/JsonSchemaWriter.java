package dev.joch.resource.schema;

import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.ObjectMeta;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Writes the JSON Schema (2020-12) of each kind: what editors and validators check a YAML document
 * against.
 */
public final class JsonSchemaWriter {
    private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";
    private static final String ID = "https://joch.dev/schemas/%s/%s.json";

    private JsonSchemaWriter() {}

    /** File names and contents, e.g. {@code agent.json}. */
    public static Map<String, String> all() {
        Map<String, String> files = new TreeMap<>();
        for (Kind kind : Kinds.all()) {
            if (!kind.internal()) {
                files.put(kind.singular() + ".json", json(kind));
            }
        }
        return files;
    }

    /** The schema of one kind. */
    public static String json(Kind kind) {
        return Documents.json(tree(kind));
    }

    static Map<String, Object> tree(Kind kind) {
        Comments comments = Comments.of(kind);
        MessageSchemas schemas = new MessageSchemas(Dialect.JSON_SCHEMA, comments);
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("$schema", DRAFT);
        schema.put("$id", ID.formatted(kind.version(), kind.singular()));
        schema.put("title", kind.kind());
        schema.putAll(envelope(kind, schemas, comments));
        schema.put("additionalProperties", false);
        schema.put("$defs", schemas.shared());
        return schema;
    }

    /** The document of a kind: what it is, its metadata, its spec and its status. */
    static Map<String, Object> envelope(Kind kind, MessageSchemas schemas, Comments comments) {
        List<String> versions =
                Stream.of(kind.apiVersion(), Kinds.ALIAS_API_VERSION).distinct().toList();
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put(
                "apiVersion",
                described(
                        "Group and version. %s is accepted for every kind."
                                .formatted(Kinds.ALIAS_API_VERSION),
                        "enum",
                        versions));
        properties.put("kind", Map.of("const", kind.kind()));
        properties.put("metadata", metadata(schemas));
        properties.put("spec", schemas.message(kind.specDescriptor()));
        Map<String, Object> status = schemas.message(kind.statusDescriptor());
        status.put("readOnly", true);
        properties.put("status", status);

        Map<String, Object> envelope = new LinkedHashMap<>();
        envelope.put("description", comments.about(kind.specDescriptor()));
        envelope.put("type", "object");
        envelope.put("required", List.of("apiVersion", "kind", "metadata", "spec"));
        envelope.put("properties", properties);
        return envelope;
    }

    private static Map<String, Object> metadata(MessageSchemas schemas) {
        Map<String, Object> reference = schemas.message(ObjectMeta.getDescriptor());
        schemas.shared()
                .computeIfPresent(
                        "ObjectMeta",
                        (name, schema) -> {
                            Map<String, Object> named = new LinkedHashMap<>(schema);
                            named.put("required", new ArrayList<>(List.of("name")));
                            return named;
                        });
        return reference;
    }

    private static Map<String, Object> described(String description, String keyword, Object value) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("description", description);
        schema.put(keyword, value);
        return schema;
    }
}
