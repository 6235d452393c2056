package dev.joch.resource.field;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.ListValue;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;

import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A typed message as free JSON, fields in the order of the contract, map keys sorted. */
public final class ValueTree {
    /** Beyond this a JSON number would lose digits. */
    private static final long EXACT = 1L << 53;

    private ValueTree() {}

    public static Value of(Message message) {
        return switch (message) {
            case Value value -> value;
            case Struct struct -> Value.newBuilder().setStructValue(struct).build();
            case ListValue list -> Value.newBuilder().setListValue(list).build();
            case Timestamp time ->
                    text(Instant.ofEpochSecond(time.getSeconds(), time.getNanos()).toString());
            case Duration span -> text(CellText.ofDuration(span));
            default -> ofFields(message);
        };
    }

    private static Value ofFields(Message message) {
        Struct.Builder struct = Struct.newBuilder();
        for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
            FieldDescriptor field = entry.getKey();
            Value value =
                    field.isMapField()
                            ? ofMap((List<?>) entry.getValue())
                            : field.isRepeated()
                                    ? ofList((List<?>) entry.getValue())
                                    : ofScalar(entry.getValue());
            struct.putFields(field.getJsonName(), value);
        }
        return Value.newBuilder().setStructValue(struct).build();
    }

    private static Value ofMap(List<?> entries) {
        Map<String, Value> sorted = new TreeMap<>();
        for (Object entry : entries) {
            MapEntry<?, ?> pair = (MapEntry<?, ?>) entry;
            sorted.put(String.valueOf(pair.getKey()), ofScalar((Object) pair.getValue()));
        }
        return Value.newBuilder().setStructValue(Struct.newBuilder().putAllFields(sorted)).build();
    }

    private static Value ofList(List<?> elements) {
        ListValue.Builder list = ListValue.newBuilder();
        elements.forEach(element -> list.addValues(ofScalar(element)));
        return Value.newBuilder().setListValue(list).build();
    }

    static Value ofScalar(Object value) {
        return switch (value) {
            case Message message -> of(message);
            case String text -> text(text);
            case Boolean bool -> Value.newBuilder().setBoolValue(bool).build();
            case Long number when Math.abs(number) > EXACT -> text(number.toString());
            case Number number -> Value.newBuilder().setNumberValue(number.doubleValue()).build();
            case EnumValueDescriptor word -> text(word.getName());
            case ByteString bytes -> text(Base64.getEncoder().encodeToString(bytes.toByteArray()));
            default -> Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
        };
    }

    static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }
}
