package dev.joch.policyengine.hook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

/** Values of the contract as JSON trees, and merged with one another. */
public final class JsonValues {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonValues() {}

    public static JsonNode toJson(Value value) {
        return switch (value.getKindCase()) {
            case STRING_VALUE -> NODES.textNode(value.getStringValue());
            case NUMBER_VALUE -> number(value.getNumberValue());
            case BOOL_VALUE -> NODES.booleanNode(value.getBoolValue());
            case STRUCT_VALUE -> {
                ObjectNode object = NODES.objectNode();
                value.getStructValue()
                        .getFieldsMap()
                        .forEach((name, inner) -> object.set(name, toJson(inner)));
                yield object;
            }
            case LIST_VALUE -> {
                ArrayNode array = NODES.arrayNode();
                value.getListValue().getValuesList().forEach(inner -> array.add(toJson(inner)));
                yield array;
            }
            case NULL_VALUE, KIND_NOT_SET -> NODES.nullNode();
        };
    }

    private static JsonNode number(double number) {
        return number == Math.rint(number) && Math.abs(number) < 1L << 53
                ? NODES.numberNode((long) number)
                : NODES.numberNode(number);
    }

    /**
     * The first with the fields of the second in the place of its own; the second when no objects.
     */
    public static Value merged(Value whole, Value part) {
        if (!whole.hasStructValue() || !part.hasStructValue()) {
            return part;
        }
        Struct.Builder struct = whole.getStructValue().toBuilder();
        struct.putAllFields(part.getStructValue().getFieldsMap());
        return Value.newBuilder().setStructValue(struct).build();
    }
}
