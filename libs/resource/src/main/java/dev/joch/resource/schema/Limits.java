package dev.joch.resource.schema;

import build.buf.validate.FieldRules;
import build.buf.validate.MessageRules;
import build.buf.validate.Rule;
import build.buf.validate.ValidateProto;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What protovalidate allows for one field, for its elements, or for the keys of its map. */
final class Limits {
    private static final List<String> FORMATS =
            List.of("email", "hostname", "ipv4", "ipv6", "uri", "uri_ref", "uuid");

    private final FieldRules rules;

    private Limits(FieldRules rules) {
        this.rules = rules;
    }

    static Limits of(FieldDescriptor field) {
        return new Limits(field.getOptions().getExtension(ValidateProto.field));
    }

    /** Sentences of the rules that concern several fields of a message at once. */
    static List<String> rulesOf(Descriptor message) {
        MessageRules rules = message.getOptions().getExtension(ValidateProto.message);
        List<String> sentences = new ArrayList<>();
        for (Rule rule : rules.getCelList()) {
            sentences.add(rule.getMessage().isEmpty() ? rule.getExpression() : rule.getMessage());
        }
        sentences.addAll(rules.getCelExpressionList());
        rules.getOneofList()
                .forEach(oneof ->
                        sentences.add(
                                (oneof.getRequired() ? "exactly" : "at most")
                                        + " one of "
                                        + String.join(", ", oneof.getFieldsList())));
        return sentences;
    }

    boolean required() {
        return rules.getRequired();
    }

    Limits ofItems() {
        return new Limits(rules.getRepeated().getItems());
    }

    Limits ofKeys() {
        return new Limits(rules.getMap().getKeys());
    }

    Limits ofValues() {
        return new Limits(rules.getMap().getValues());
    }

    /** The only values that are allowed; empty when there is no such list. */
    List<Object> allowed() {
        Optional<Object> only = rule("const");
        if (only.isPresent()) {
            return List.of(only.get());
        }
        List<?> in = (List<?>) rule("in").orElse(List.of());
        return List.copyOf(in);
    }

    /**
     * One limit by its name in protovalidate, e.g. {@code gte}, {@code max_len}, {@code min_items};
     * where it is set.
     */
    Optional<Object> rule(String name) {
        for (var entry : rules.getAllFields().entrySet()) {
            if (entry.getKey().getContainingOneof() != null
                    && entry.getValue() instanceof Message typed) {
                FieldDescriptor field = typed.getDescriptorForType().findFieldByName(name);
                if (field != null && isSet(typed, field)) {
                    return Optional.of(typed.getField(field));
                }
            }
        }
        return Optional.empty();
    }

    boolean unique() {
        return rules.getRepeated().getUnique();
    }

    /** Name of the well-known form of a text, as JSON Schema calls it. */
    Optional<String> format() {
        return FORMATS.stream()
                .filter(format -> rule(format).filter(Boolean.TRUE::equals).isPresent())
                .map(format -> format.replace("uri_ref", "uri-reference"))
                .findFirst();
    }

    private static boolean isSet(Message rules, FieldDescriptor field) {
        return field.isRepeated() ? rules.getRepeatedFieldCount(field) > 0 : rules.hasField(field);
    }
}
