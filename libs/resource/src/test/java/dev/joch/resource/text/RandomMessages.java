package dev.joch.resource.text;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.ListValue;
import com.google.protobuf.Message;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Timestamp;
import com.google.protobuf.Value;

import java.util.List;
import java.util.random.RandomGenerator;

/** Makes messages of any type, with the texts and numbers that printers get wrong. */
final class RandomMessages {
    private static final List<String> WORDS =
            List.of(
                    "",
                    " ",
                    "a",
                    "true",
                    "No",
                    "null",
                    "~",
                    "1",
                    "1.0",
                    "1e5",
                    "0x1F",
                    "1_000",
                    "12:30",
                    "-",
                    "- a",
                    "a: b",
                    "a:",
                    "#a",
                    "a #b",
                    "{",
                    "[x]",
                    "\"q\"",
                    "'q'",
                    "\\",
                    "two\nlines",
                    "ends\n",
                    "\nbegins",
                    "a\n\nb\n",
                    " lead\nx",
                    "tab\there",
                    "x\n \ny",
                    "trailing \nx",
                    "é😀",
                    "\u2028",
                    "\u0085",
                    "\ufeff",
                    "<<",
                    "=",
                    "---",
                    "...",
                    "? a",
                    ": a",
                    "@a",
                    "`a",
                    "%a",
                    "&a",
                    "*a",
                    "!a",
                    "|",
                    ">",
                    "a\r\nb",
                    ".inf",
                    ".nan",
                    "NaN",
                    "2026-01-01",
                    "1.2.3",
                    "+1",
                    "on",
                    "y",
                    "a\n---\nb",
                    "\n",
                    "\n\n",
                    "a\n\n",
                    "\u00a0x",
                    "a,b",
                    "k\": \"v",
                    "\ud7ff\uE000",
                    "\u07ff",
                    "x: |",
                    "key:\n  - a\n");
    private static final double[] NUMBERS = {
        0,
        -0.0,
        1,
        -1,
        0.1,
        1e15,
        1e16,
        123456789012345.0,
        1e-7,
        1e300,
        Double.MAX_VALUE,
        Double.MIN_VALUE,
        4.9e-324
    };

    private final RandomGenerator random;

    RandomMessages(RandomGenerator random) {
        this.random = random;
    }

    Message next(Message.Builder message, int depth) {
        for (FieldDescriptor field : message.getDescriptorForType().getFields()) {
            if (random.nextInt(3) == 0) {
                continue;
            }
            if (field.isMapField()) {
                for (int i = random.nextInt(3); i > 0; i--) {
                    Message.Builder pair = message.newBuilderForField(field);
                    FieldDescriptor value = field.getMessageType().getFields().get(1);
                    pair.setField(field.getMessageType().getFields().get(0), text() + i);
                    pair.setField(value, value(value, pair, depth));
                    message.addRepeatedField(field, pair.build());
                }
            } else if (field.isRepeated()) {
                for (int i = depth > 6 ? 0 : random.nextInt(3); i > 0; i--) {
                    message.addRepeatedField(field, value(field, message, depth));
                }
            } else if (depth < 7 || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
                message.setField(field, value(field, message, depth));
            }
        }
        return message.build();
    }

    private Object value(FieldDescriptor field, Message.Builder parent, int depth) {
        return switch (field.getJavaType()) {
            case STRING -> text();
            case BOOLEAN -> random.nextBoolean();
            case INT -> random.nextInt(4) == 0 ? Integer.MIN_VALUE : random.nextInt(1_000);
            case LONG -> random.nextInt(4) == 0 ? Long.MAX_VALUE : random.nextLong();
            case DOUBLE -> number();
            case FLOAT -> (float) random.nextInt(100) / 7;
            case BYTE_STRING -> ByteString.copyFromUtf8(text());
            case ENUM ->
                    field.getEnumType()
                            .getValues()
                            .get(random.nextInt(field.getEnumType().getValues().size()));
            case MESSAGE ->
                    switch (WellKnown.of(field.getMessageType())) {
                        case STRUCT -> struct(depth);
                        case VALUE -> free(depth);
                        case TIMESTAMP ->
                                Timestamp.newBuilder()
                                        .setSeconds(
                                                random.nextLong(-62_135_596_800L, 253_402_300_800L))
                                        .setNanos(
                                                random.nextBoolean()
                                                        ? 0
                                                        : random.nextInt(1_000_000_000))
                                        .build();
                        default -> next(parent.newBuilderForField(field), depth + 1);
                    };
        };
    }

    private Struct struct(int depth) {
        Struct.Builder struct = Struct.newBuilder();
        for (int i = random.nextInt(4); i > 0; i--) {
            struct.putFields(random.nextInt(30) == 0 ? "k".repeat(1_010) : text(), free(depth + 1));
        }
        return struct.build();
    }

    private Value free(int depth) {
        Value.Builder value = Value.newBuilder();
        switch (random.nextInt(depth > 8 ? 4 : 6)) {
            case 0 -> value.setNullValue(NullValue.NULL_VALUE);
            case 1 -> value.setBoolValue(random.nextBoolean());
            case 2 -> value.setNumberValue(number());
            case 3 -> value.setStringValue(text());
            case 4 -> value.setStructValue(struct(depth + 1));
            default -> {
                ListValue.Builder list = ListValue.newBuilder();
                for (int i = random.nextInt(4); i > 0; i--) {
                    list.addValues(free(depth + 1));
                }
                value.setListValue(list);
            }
        }
        return value.build();
    }

    private double number() {
        return random.nextBoolean()
                ? NUMBERS[random.nextInt(NUMBERS.length)]
                : random.nextDouble() * Math.pow(10, random.nextInt(-20, 20));
    }

    private String text() {
        if (random.nextInt(3) > 0) {
            return WORDS.get(random.nextInt(WORDS.size()));
        }
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(6); i > 0; i--) {
            int c =
                    random.nextInt(8) == 0
                            ? random.nextInt(0x20, 0x11_0000)
                            : random.nextInt(0x20, 0x7f);
            text.appendCodePoint(c == 0x7f || (c >= 0xd800 && c < 0xe000) ? 'x' : c);
        }
        return text.toString();
    }
}
