package dev.joch.resource.text;

import com.google.protobuf.ListValue;
import com.google.protobuf.NullValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import org.jspecify.annotations.Nullable;

/** Binds pieces whose shape the contract leaves open. */
final class FreeFormBinder {
    private final Findings findings;
    private final ScalarBinder scalars;

    FreeFormBinder(Findings findings, ScalarBinder scalars) {
        this.findings = findings;
        this.scalars = scalars;
    }

    @Nullable Struct struct(Node node, Place place) {
        if (!(node instanceof Node.Mapping mapping)) {
            return scalars.wrongType("an object", node, place, "");
        }
        Struct.Builder struct = Struct.newBuilder();
        for (Node.Entry entry : mapping.entries()) {
            Place field = place.entry(entry);
            Value value = value(entry.value(), field);
            if (value != null && scalars.characters(entry.key(), field)) {
                struct.putFields(entry.key(), value);
            }
        }
        return struct.build();
    }

    @Nullable ListValue list(Node node, Place place) {
        if (!(node instanceof Node.Sequence sequence)) {
            return scalars.wrongType("a list", node, place, "");
        }
        ListValue.Builder list = ListValue.newBuilder();
        for (int at = 0; at < sequence.items().size(); at++) {
            Node item = sequence.items().get(at);
            Value value = value(item, place.item(at, item));
            if (value != null) {
                list.addValues(value);
            }
        }
        return list.build();
    }

    @Nullable Value value(Node node, Place place) {
        return switch (node) {
            case Node.Mapping mapping -> {
                Struct struct = struct(mapping, place);
                yield struct == null ? null : Value.newBuilder().setStructValue(struct).build();
            }
            case Node.Sequence sequence -> {
                ListValue list = list(sequence, place);
                yield list == null ? null : Value.newBuilder().setListValue(list).build();
            }
            case Node.Scalar scalar -> scalar(scalar, place);
        };
    }

    private @Nullable Value scalar(Node.Scalar scalar, Place place) {
        String word = scalar.text();
        if (scalar.quoted() || !PlainWords.isNotText(word)) {
            return scalars.characters(word, place)
                    ? Value.newBuilder().setStringValue(word).build()
                    : null;
        }
        if (PlainWords.isNull(word)) {
            return Value.newBuilder().setNullValue(NullValue.NULL_VALUE).build();
        }
        if (PlainWords.isTrue(word) || PlainWords.isFalse(word)) {
            return Value.newBuilder().setBoolValue(PlainWords.isTrue(word)).build();
        }
        Double number = scalars.number(scalar, place);
        if (number == null) {
            return null;
        }
        if (!Numbers.fitsDouble(word, number)) {
            place.error(
                    findings,
                    DecodeReason.NUMBER_OUT_OF_RANGE,
                    Shown.clean(word) + " has more digits than a free number keeps",
                    "put it in quotes");
            return null;
        }
        return Value.newBuilder().setNumberValue(number).build();
    }
}
