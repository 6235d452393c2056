package dev.joch.resource.field;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads the text of a default into the value it stands for. A default that its field cannot hold is
 * a broken contract.
 */
final class DefaultValue {
    private static final ObjectMapper JSON = new ObjectMapper();

    private DefaultValue() {}

    static Object of(FieldDescriptor field) {
        JsonNode json = json(field);
        if (!field.isRepeated()) {
            return value(field, json);
        }
        if (!json.isArray()) {
            throw broken(field);
        }
        List<Object> values = new ArrayList<>();
        json.forEach(element -> values.add(value(field, element)));
        return List.copyOf(values);
    }

    /** The default as JSON. A word needs no quotes where the field is a text. */
    static JsonNode json(FieldDescriptor field) {
        String text = Defaults.text(field);
        boolean word =
                !field.isRepeated()
                        && (field.getJavaType() == FieldDescriptor.JavaType.STRING
                                || field.getJavaType() == FieldDescriptor.JavaType.ENUM);
        if (word && !text.startsWith("\"")) {
            return JSON.getNodeFactory().textNode(text);
        }
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the default of " + field + " is not JSON", e);
        }
    }

    private static Object value(FieldDescriptor field, JsonNode json) {
        return switch (field.getJavaType()) {
            case STRING -> json.asText();
            case BOOLEAN -> json.asBoolean();
            case INT -> json.intValue();
            case LONG -> json.longValue();
            case FLOAT -> json.floatValue();
            case DOUBLE -> json.doubleValue();
            case ENUM -> word(field, json.asText());
            case MESSAGE -> free(field, json);
            case BYTE_STRING -> throw broken(field);
        };
    }

    private static EnumValueDescriptor word(FieldDescriptor field, String name) {
        EnumValueDescriptor word = field.getEnumType().findValueByName(name);
        if (word == null) {
            throw broken(field);
        }
        return word;
    }

    private static Object free(FieldDescriptor field, JsonNode json) {
        Value value = free(json);
        return switch (field.getMessageType().getFullName()) {
            case "google.protobuf.Value" -> value;
            case "google.protobuf.Struct" -> value.getStructValue();
            case "google.protobuf.ListValue" -> value.getListValue();
            default -> throw broken(field);
        };
    }

    private static Value free(JsonNode json) {
        Value.Builder value = Value.newBuilder();
        switch (json.getNodeType()) {
            case OBJECT -> {
                Struct.Builder struct = Struct.newBuilder();
                json.properties().forEach(e -> struct.putFields(e.getKey(), free(e.getValue())));
                value.setStructValue(struct);
            }
            case ARRAY -> {
                ListValue.Builder list = ListValue.newBuilder();
                json.forEach(element -> list.addValues(free(element)));
                value.setListValue(list);
            }
            case STRING -> value.setStringValue(json.asText());
            case NUMBER -> value.setNumberValue(json.doubleValue());
            case BOOLEAN -> value.setBoolValue(json.booleanValue());
            case NULL, MISSING, BINARY, POJO -> value.setNullValue(NullValue.NULL_VALUE);
        }
        return value.build();
    }

    private static IllegalStateException broken(FieldDescriptor field) {
        return new IllegalStateException(
                "the default of " + field.getFullName() + " does not fit its type");
    }
}
