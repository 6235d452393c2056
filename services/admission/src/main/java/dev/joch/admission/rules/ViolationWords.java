package dev.joch.admission.rules;

import build.buf.protovalidate.Violation;
import build.buf.validate.FieldPathElement;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import dev.joch.admission.review.Reason;
import dev.joch.resource.field.FieldPath;
import dev.joch.resource.kind.Nearest;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One broken constraint in words for people.
 *
 * @param field path in the YAML form
 * @param message what is wrong
 * @param fix what would be right
 */
record ViolationWords(Reason reason, String field, String message, String fix) {

    static ViolationWords of(Violation violation, Descriptor spec) {
        build.buf.validate.Violation proto = violation.toProto();
        String field = path(proto.getField().getElementsList(), spec);
        String rule = proto.getRuleId();
        if (rule.equals("required")) {
            return new ViolationWords(
                    Reason.REQUIRED, field, lastWord(field) + " is missing", "add " + field);
        }
        if (rule.endsWith(".in")) {
            return notAllowed(violation, field);
        }
        String message = proto.getMessage().isEmpty() ? "breaks the rule " + rule : proto.getMessage();
        return new ViolationWords(
                Reason.INVALID_VALUE,
                field,
                message + given(violation),
                "joch explain shows what " + lastWord(field) + " may be");
    }

    private static ViolationWords notAllowed(Violation violation, String field) {
        List<String> allowed = words(violation.getRuleValue());
        String given = text(violation.getFieldValue());
        String fix =
                Nearest.to(given, allowed)
                        .map(near -> "did you mean `" + near + "`? ")
                        .orElse("")
                        + "one of "
                        + String.join(", ", allowed);
        return new ViolationWords(
                Reason.NOT_ALLOWED, field, "`" + given + "` is no word of " + lastWord(field), fix);
    }

    private static String given(Violation violation) {
        String text = text(violation.getFieldValue());
        return text.isEmpty() || text.length() > 60 ? "" : " (it is `" + text + "`)";
    }

    private static List<String> words(Violation.@Nullable FieldValue value) {
        if (value != null && value.getValue() instanceof List<?> list) {
            return list.stream()
                    .map(String::valueOf)
                    .filter(word -> !word.isEmpty())
                    .collect(Collectors.toList());
        }
        return List.of();
    }

    private static String text(Violation.@Nullable FieldValue value) {
        if (value == null) {
            return "";
        }
        Object raw = value.getValue();
        return raw instanceof String || raw instanceof Number || raw instanceof Boolean
                ? String.valueOf(raw)
                : "";
    }

    private static String lastWord(String field) {
        return field.substring(field.lastIndexOf('.') + 1);
    }

    /** The contract names fields by their proto names, people by their YAML names. */
    private static String path(List<FieldPathElement> elements, Descriptor spec) {
        FieldPath path = FieldPath.ROOT.name("spec");
        @Nullable Descriptor message = spec;
        for (FieldPathElement element : elements) {
            FieldDescriptor field =
                    message == null ? null : message.findFieldByNumber(element.getFieldNumber());
            path = path.name(field == null ? element.getFieldName() : field.getJsonName());
            message = field == null ? null : target(field);
            switch (element.getSubscriptCase()) {
                case INDEX -> path = path.index((int) element.getIndex());
                case STRING_KEY -> path = path.name(element.getStringKey());
                case BOOL_KEY, INT_KEY, UINT_KEY, SUBSCRIPT_NOT_SET -> {}
            }
        }
        return path.toString();
    }

    private static @Nullable Descriptor target(FieldDescriptor field) {
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return null;
        }
        if (!field.isMapField()) {
            return field.getMessageType();
        }
        FieldDescriptor value = field.getMessageType().findFieldByName("value");
        return value.getJavaType() == FieldDescriptor.JavaType.MESSAGE ? value.getMessageType() : null;
    }
}
