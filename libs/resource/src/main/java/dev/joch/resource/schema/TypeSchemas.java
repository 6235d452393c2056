package dev.joch.resource.schema;

import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Describes values that are no messages. */
final class TypeSchemas {
    private TypeSchemas() {}

    static Map<String, Object> scalar(FieldDescriptor field, Limits limits, Dialect dialect) {
        Map<String, Object> schema = new LinkedHashMap<>();
        switch (field.getJavaType()) {
            case STRING -> {
                schema.put("type", "string");
                putTextLimits(schema, limits);
            }
            case BOOLEAN -> schema.put("type", "boolean");
            case INT -> putNumber(schema, "integer", "int32", limits, dialect);
            case LONG -> {
                putNumber(schema, "integer", "int64", limits, dialect);
                if (dialect == Dialect.OPENAPI) {
                    // protobuf's own JSON writes large integers as text; both are read
                    schema.put("type", List.of("integer", "string"));
                }
            }
            case FLOAT -> putNumber(schema, "number", "float", limits, dialect);
            case DOUBLE -> putNumber(schema, "number", "double", limits, dialect);
            case BYTE_STRING -> {
                schema.put("type", "string");
                schema.put("format", "byte");
            }
            case ENUM -> {
                schema.put("type", "string");
                schema.put("enum", words(field));
            }
            case MESSAGE -> throw new IllegalArgumentException(field + " is a message");
        }
        return schema;
    }

    static List<String> words(FieldDescriptor field) {
        return field.getEnumType().getValues().stream().map(EnumValueDescriptor::getName).toList();
    }

    static void putTextLimits(Map<String, Object> schema, Limits limits) {
        if (!limits.allowed().isEmpty()) {
            schema.put("enum", limits.allowed());
        }
        limits.rule("min_len").ifPresent(least -> schema.put("minLength", least));
        limits.rule("max_len").ifPresent(most -> schema.put("maxLength", most));
        limits.rule("pattern").ifPresent(pattern -> schema.put("pattern", pattern));
        limits.format().ifPresent(format -> schema.put("format", format));
    }

    private static void putNumber(
            Map<String, Object> schema,
            String type,
            String format,
            Limits limits,
            Dialect dialect) {
        schema.put("type", type);
        schema.put("format", format);
        if (!limits.allowed().isEmpty()) {
            schema.put("enum", limits.allowed());
        }
        limits.rule("gte").ifPresent(least -> schema.put("minimum", least));
        limits.rule("lte").ifPresent(most -> schema.put("maximum", most));
        limits.rule("gt")
                .ifPresent(edge -> putExclusive(schema, dialect, "Minimum", "minimum", edge));
        limits.rule("lt")
                .ifPresent(edge -> putExclusive(schema, dialect, "Maximum", "maximum", edge));
    }

    /** The old draft that CRDs use says "exclusive" by a flag beside the limit. */
    private static void putExclusive(
            Map<String, Object> schema, Dialect dialect, String flag, String limit, Object edge) {
        if (dialect == Dialect.KUBERNETES) {
            schema.put(limit, edge);
            schema.put("exclusive" + flag, true);
        } else {
            schema.put("exclusive" + flag, edge);
        }
    }
}
