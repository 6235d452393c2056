package dev.joch.admission.rules;

import build.buf.protovalidate.Violation;
import build.buf.validate.FieldPathElement;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;

import dev.joch.resource.field.FieldPath;
import dev.joch.resource.kind.Kind;
import dev.joch.schema.v1.Options;

import org.jspecify.annotations.Nullable;

/**
 * Where a constraint was broken. The contract names fields by their proto names, people by their
 * YAML names.
 *
 * @param field path in the YAML form
 * @param word the field itself, with index or key, in back quotes
 * @param explain the path as {@code joch explain} takes it
 * @param example what the contract gives as an example; empty where it gives none
 */
record ViolationPlace(String field, String word, String explain, String example) {

    static ViolationPlace of(Violation violation, Kind kind) {
        FieldPath path = FieldPath.ROOT.name("spec");
        StringBuilder explain = new StringBuilder(kind.singular()).append(".spec");
        String word = "spec";
        String subscript = "";
        String example = "";
        @Nullable Descriptor message = kind.specDescriptor();
        for (FieldPathElement element : violation.toProto().getField().getElementsList()) {
            FieldDescriptor field =
                    message == null ? null : message.findFieldByNumber(element.getFieldNumber());
            word = field == null ? element.getFieldName() : field.getJsonName();
            example =
                    field == null
                            ? ""
                            : field.getOptions().getExtension(Options.field).getExample();
            message = field == null ? null : target(field);
            explain.append('.').append(word);
            path = path.name(word);
            subscript = "";
            switch (element.getSubscriptCase()) {
                case INDEX -> {
                    path = path.index((int) element.getIndex());
                    subscript = "[" + element.getIndex() + "]";
                }
                case STRING_KEY -> {
                    path = path.name(element.getStringKey());
                    subscript = "." + Words.shortened(element.getStringKey());
                }
                case BOOL_KEY, INT_KEY, UINT_KEY, SUBSCRIPT_NOT_SET -> {}
            }
        }
        return new ViolationPlace(
                path.toString(), "`" + word + subscript + "`", explain.toString(), example);
    }

    private static @Nullable Descriptor target(FieldDescriptor field) {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return null;
        }
        if (!field.isMapField()) {
            return field.getMessageType();
        }
        FieldDescriptor value = field.getMessageType().findFieldByName("value");
        return value.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                ? value.getMessageType()
                : null;
    }
}
