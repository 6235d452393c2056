package dev.joch.resource.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

/** JSON of strangers as free data of the contract. Pure. */
public final class StrictJson {

    private StrictJson() {}

    /**
     * Reads one value and nothing behind it; a member that is there twice is refused, since two
     * readers could take it differently.
     *
     * @param deepest nesting that is read
     */
    public static ObjectMapper reader(int deepest) {
        return JsonMapper.builder(
                        JsonFactory.builder()
                                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                                .streamReadConstraints(
                                        StreamReadConstraints.builder()
                                                .maxNestingDepth(deepest)
                                                .build())
                                .build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    /**
     * Whether each number is still one as a double; what is not cannot be written as JSON again.
     */
    public static boolean finite(JsonNode node) {
        if (node.isNumber()) {
            return Double.isFinite(node.doubleValue());
        }
        for (JsonNode inner : node) {
            if (!finite(inner)) {
                return false;
            }
        }
        return true;
    }

    public static Struct struct(JsonNode object) {
        Struct.Builder struct = Struct.newBuilder();
        object.properties()
                .forEach(field -> struct.putFields(field.getKey(), value(field.getValue())));
        return struct.build();
    }

    public static Value value(JsonNode node) {
        Value.Builder value = Value.newBuilder();
        switch (node.getNodeType()) {
            case STRING -> value.setStringValue(node.asText());
            case NUMBER -> value.setNumberValue(node.asDouble());
            case BOOLEAN -> value.setBoolValue(node.asBoolean());
            case OBJECT -> value.setStructValue(struct(node));
            case ARRAY -> {
                ListValue.Builder list = ListValue.newBuilder();
                node.forEach(element -> list.addValues(value(element)));
                value.setListValue(list);
            }
            case NULL, MISSING, BINARY, POJO -> value.setNullValue(NullValue.NULL_VALUE);
        }
        return value.build();
    }
}
