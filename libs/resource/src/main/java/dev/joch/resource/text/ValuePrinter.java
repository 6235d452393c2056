package dev.joch.resource.text;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Duration;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;

import java.io.IOException;
import java.util.Base64;
import java.util.TreeMap;

/** Prints one value of a field. */
interface ValuePrinter {
    void print(Object value, TreeSink sink) throws IOException;

    static ValuePrinter of(FieldDescriptor field) {
        return switch (field.getType()) {
            case STRING -> (value, sink) -> sink.text((String) value);
            case BOOL -> (value, sink) -> sink.bool((Boolean) value);
            case INT32, SINT32, SFIXED32, INT64, SINT64, SFIXED64 ->
                    (value, sink) -> sink.whole(((Number) value).longValue());
            case UINT32, FIXED32 ->
                    (value, sink) -> sink.whole(Integer.toUnsignedLong((Integer) value));
            case UINT64, FIXED64 ->
                    (value, sink) -> sink.number(Long.toUnsignedString((Long) value));
            case DOUBLE -> (value, sink) -> number((Double) value, sink);
            case FLOAT -> (value, sink) -> number((Float) value, sink);
            case ENUM -> (value, sink) -> sink.text(((EnumValueDescriptor) value).getName());
            case BYTES ->
                    (value, sink) ->
                            sink.text(
                                    Base64.getEncoder()
                                            .encodeToString(((ByteString) value).toByteArray()));
            case MESSAGE, GROUP -> ofMessage(field.getMessageType());
        };
    }

    private static ValuePrinter ofMessage(Descriptor message) {
        return switch (WellKnown.of(message)) {
            case STRUCT -> (value, sink) -> struct((Struct) value, sink);
            case VALUE -> (value, sink) -> free((Value) value, sink);
            case LIST_VALUE -> (value, sink) -> list((ListValue) value, sink);
            case TIMESTAMP ->
                    (value, sink) -> {
                        Timestamp time = (Timestamp) value;
                        sink.text(WellKnown.text(time.getSeconds(), time.getNanos()));
                    };
            case DURATION ->
                    (value, sink) -> {
                        Duration duration = (Duration) value;
                        sink.text(
                                WellKnown.durationText(duration.getSeconds(), duration.getNanos()));
                    };
            case ANY -> (value, sink) -> ResourcePrinter.any((Any) value, sink);
            case NONE ->
                    (value, sink) -> {
                        Message inner = (Message) value;
                        MessagePrinter.of(inner).print(inner, sink);
                    };
        };
    }

    /** Whole numbers have no fraction; what JSON cannot say is said in words. */
    private static void number(double value, TreeSink sink) throws IOException {
        if (value == Math.rint(value) && Math.abs(value) < 1e15 && (value != 0 || 1 / value > 0)) {
            sink.whole((long) value);
        } else if (Double.isFinite(value)) {
            sink.number(Double.toString(value));
        } else {
            sink.text(Double.toString(value));
        }
    }

    private static void number(float value, TreeSink sink) throws IOException {
        if (Float.isFinite(value) && value != Math.rint(value)) {
            sink.number(Float.toString(value));
        } else {
            number((double) value, sink);
        }
    }

    private static void struct(Struct struct, TreeSink sink) throws IOException {
        sink.startMapping();
        for (var field : new TreeMap<>(struct.getFieldsMap()).entrySet()) {
            sink.key(field.getKey());
            free(field.getValue(), sink);
        }
        sink.endMapping();
    }

    private static void list(ListValue list, TreeSink sink) throws IOException {
        sink.startSequence();
        for (Value value : list.getValuesList()) {
            free(value, sink);
        }
        sink.endSequence();
    }

    private static void free(Value value, TreeSink sink) throws IOException {
        switch (value.getKindCase()) {
            case NULL_VALUE, KIND_NOT_SET -> sink.nothing();
            case NUMBER_VALUE -> number(value.getNumberValue(), sink);
            case STRING_VALUE -> sink.text(value.getStringValue());
            case BOOL_VALUE -> sink.bool(value.getBoolValue());
            case STRUCT_VALUE -> struct(value.getStructValue(), sink);
            case LIST_VALUE -> list(value.getListValue(), sink);
        }
    }
}
