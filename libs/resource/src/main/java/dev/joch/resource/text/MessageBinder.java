package dev.joch.resource.text;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import com.google.protobuf.Message;

import dev.joch.resource.kind.Nearest;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/**
 * Binds a tree to a message by its descriptor. Goes on after a mistake, so that all of them are
 * found.
 */
final class MessageBinder {
    private final Findings findings;
    private final ScalarBinder scalars;
    private final FreeFormBinder freeForm;

    MessageBinder(Findings findings, boolean anyCharacter) {
        this.findings = findings;
        this.scalars = new ScalarBinder(findings, anyCharacter);
        this.freeForm = new FreeFormBinder(findings, scalars);
    }

    void bind(Node.Mapping mapping, Message.Builder message, Place place) {
        FieldTable table = FieldTable.of(message.getDescriptorForType());
        for (Node.Entry entry : mapping.entries()) {
            FieldDescriptor field = table.field(entry.key());
            if (field == null) {
                unknown(entry, table, place.key(entry));
            } else if (!isAbsent(field, entry.value())) {
                field(field, entry.value(), message, place.entry(entry));
            }
        }
    }

    /** Null means absent, except where null is a value. */
    private static boolean isAbsent(FieldDescriptor field, Node node) {
        return node instanceof Node.Scalar scalar
                && scalar.isNull()
                && (field.isRepeated()
                        || field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
                        || WellKnown.of(field.getMessageType()) != WellKnown.VALUE);
    }

    private void field(FieldDescriptor field, Node node, Message.Builder message, Place place) {
        if (field.isMapField()) {
            map(field, node, message, place);
        } else if (field.isRepeated()) {
            list(field, node, message, place);
        } else {
            OneofDescriptor choice = field.getRealContainingOneof();
            if (choice != null && message.hasOneof(choice)) {
                conflict(choice, message, field, place);
                return;
            }
            Object value = value(field, node, message, place);
            if (value != null) {
                message.setField(field, value);
            }
        }
    }

    private void list(FieldDescriptor field, Node node, Message.Builder message, Place place) {
        if (!(node instanceof Node.Sequence sequence)) {
            scalars.wrongType("a list of " + plural(field), node, place, listFix(node));
            return;
        }
        for (int at = 0; at < sequence.items().size(); at++) {
            Node item = sequence.items().get(at);
            Object value = value(field, item, message, place.item(at, item));
            if (value != null) {
                message.addRepeatedField(field, value);
            }
        }
    }

    private void map(FieldDescriptor field, Node node, Message.Builder message, Place place) {
        FieldDescriptor keyField = field.getMessageType().getFields().get(0);
        FieldDescriptor valueField = field.getMessageType().getFields().get(1);
        if (!(node instanceof Node.Mapping mapping)) {
            scalars.wrongType("an object whose values are " + plural(valueField), node, place, "");
            return;
        }
        for (Node.Entry entry : mapping.entries()) {
            Place at = place.entry(entry);
            Message.Builder pair = message.newBuilderForField(field);
            boolean textKey = keyField.getJavaType() == FieldDescriptor.JavaType.STRING;
            Object key =
                    scalars.bind(
                            keyField,
                            new Node.Scalar(entry.key(), textKey, entry.line(), entry.column()),
                            place.key(entry));
            Object value = value(valueField, entry.value(), pair, at);
            if (key != null && value != null) {
                message.addRepeatedField(
                        field, pair.setField(keyField, key).setField(valueField, value).build());
            }
        }
    }

    private @Nullable Object value(
            FieldDescriptor field, Node node, Message.Builder parent, Place place) {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return scalars.bind(field, node, place);
        }
        return switch (WellKnown.of(field.getMessageType())) {
            case STRUCT -> freeForm.struct(node, place);
            case VALUE -> freeForm.value(node, place);
            case LIST_VALUE -> freeForm.list(node, place);
            case TIMESTAMP ->
                    parsed(
                            node instanceof Node.Scalar scalar
                                    ? WellKnown.timestamp(scalar.text())
                                    : Optional.empty(),
                            "a time like 2026-01-31T12:00:00Z",
                            node,
                            place);
            case DURATION ->
                    parsed(
                            node instanceof Node.Scalar scalar
                                    ? WellKnown.duration(scalar.text())
                                    : Optional.empty(),
                            "a duration like 1.5s",
                            node,
                            place);
            case ANY -> scalars.wrongType("nothing (the field is internal)", node, place, "");
            case NONE -> {
                if (!(node instanceof Node.Mapping mapping)) {
                    yield scalars.wrongType("an object", node, place, objectFix(field, node));
                }
                Message.Builder message = parent.newBuilderForField(field);
                bind(mapping, message, place);
                yield message.buildPartial();
            }
        };
    }

    private @Nullable Object parsed(
            Optional<? extends Message> value, String expected, Node node, Place place) {
        return value.isPresent() ? value.get() : scalars.wrongType(expected, node, place, "");
    }

    private void unknown(Node.Entry entry, FieldTable table, Place place) {
        String name = entry.key();
        String fix =
                name.equals("<<")
                        ? "merge keys are not part of YAML 1.2: write the fields out"
                        : Nearest.to(name, table.names())
                                .map(nearest -> "did you mean \"" + nearest + "\"?")
                                .orElseGet(() -> known(table));
        place.error(
                findings,
                DecodeReason.UNKNOWN_FIELD,
                "there is no field " + Shown.quoted(name) + " here",
                fix);
    }

    private static String known(FieldTable table) {
        return table.names().isEmpty()
                ? "remove it"
                : "known here: " + String.join(", ", table.names());
    }

    private void conflict(
            OneofDescriptor choice, Message.Builder message, FieldDescriptor field, Place place) {
        FieldDescriptor first = message.getOneofFieldDescriptor(choice);
        place.error(
                findings,
                DecodeReason.CONFLICTING_FIELDS,
                "\""
                        + field.getJsonName()
                        + "\" excludes \""
                        + (first == null ? "" : first.getJsonName())
                        + "\"",
                "keep one of the two");
    }

    private static String plural(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case STRING -> "texts";
            case BOOLEAN -> "true or false";
            case INT, LONG -> "whole numbers";
            case FLOAT, DOUBLE -> "numbers";
            case BYTE_STRING -> "bytes in base64";
            case ENUM -> "words";
            case MESSAGE ->
                    switch (WellKnown.of(field.getMessageType())) {
                        case VALUE -> "values";
                        case LIST_VALUE -> "lists";
                        case TIMESTAMP -> "times";
                        case DURATION -> "durations";
                        case ANY, STRUCT, NONE -> "objects";
                    };
        };
    }

    private static String listFix(Node node) {
        return node instanceof Node.Scalar ? "put \"- \" before each item" : "";
    }

    /** People write the name where a reference wants an object. */
    private static String objectFix(FieldDescriptor field, Node node) {
        return node instanceof Node.Scalar scalar
                        && FieldTable.of(field.getMessageType()).field("name") != null
                ? "write { name: " + Shown.clean(scalar.text()) + " }"
                : "";
    }
}
