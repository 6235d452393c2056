package dev.joch.resource.schema;

import com.google.protobuf.Descriptors.Descriptor;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Messages of protobuf whose JSON form is not an object of their fields. */
final class WellKnown {
    private static final String OPEN = "x-kubernetes-preserve-unknown-fields";

    private WellKnown() {}

    static Optional<Map<String, Object>> schema(Descriptor message, Dialect dialect) {
        return Optional.ofNullable(
                switch (message.getFullName()) {
                    case "google.protobuf.Timestamp" -> text("format", "date-time");
                    case "google.protobuf.Duration" ->
                            text("pattern", "^-?[0-9]+(\\.[0-9]{1,9})?s$");
                    case "google.protobuf.FieldMask" -> text("description", "Paths, by commas");
                    case "google.protobuf.Value" -> anything(dialect);
                    case "google.protobuf.Struct", "google.protobuf.Any" -> anyObject(dialect);
                    case "google.protobuf.ListValue" -> anyList(dialect);
                    default -> null;
                });
    }

    /** An object whose fields nobody prescribes. */
    static Map<String, Object> anyObject(Dialect dialect) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        if (dialect == Dialect.KUBERNETES) {
            schema.put(OPEN, true);
        }
        return schema;
    }

    private static Map<String, Object> anything(Dialect dialect) {
        Map<String, Object> schema = new LinkedHashMap<>();
        if (dialect == Dialect.KUBERNETES) {
            schema.put(OPEN, true);
        }
        return schema;
    }

    private static Map<String, Object> anyList(Dialect dialect) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "array");
        schema.put("items", anything(dialect));
        return schema;
    }

    private static Map<String, Object> text(String keyword, String value) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        schema.put(keyword, value);
        return schema;
    }

    /** Names under which {@code joch explain} shows them. */
    static Optional<String> typeName(Descriptor message) {
        return Optional.ofNullable(
                Map.of(
                                "google.protobuf.Timestamp", "time",
                                "google.protobuf.Duration", "duration",
                                "google.protobuf.Value", "any",
                                "google.protobuf.Struct", "object",
                                "google.protobuf.ListValue", "[]any",
                                "google.protobuf.Any", "object")
                        .get(message.getFullName()));
    }
}
