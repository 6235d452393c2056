package dev.joch.resource.schema;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;

import dev.joch.resource.field.Defaults;
import dev.joch.schema.v1.FieldOptions;
import dev.joch.schema.v1.Options;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Collects what descriptors, options, rules and comments say about fields. */
final class FieldHelps {
    private final Comments comments;

    FieldHelps(Comments comments) {
        this.comments = comments;
    }

    /**
     * Fields of a message, down to the given depth. A message inside itself is not opened again.
     */
    List<FieldHelp> of(Descriptor message, int depth) {
        return of(message, depth, List.of(message));
    }

    private List<FieldHelp> of(Descriptor message, int depth, List<Descriptor> above) {
        return message.getFields().stream().map(field -> of(field, depth, above)).toList();
    }

    FieldHelp of(FieldDescriptor field, int depth) {
        return of(field, depth, List.of());
    }

    private FieldHelp of(FieldDescriptor field, int depth, List<Descriptor> above) {
        FieldOptions options = field.getOptions().getExtension(Options.field);
        Limits limits = Limits.of(field);
        String description = comments.about(field);
        @Nullable Descriptor inside = inside(field);
        if (description.isEmpty() && inside != null) {
            description = comments.about(inside);
        }
        boolean open = depth > 0 && inside != null && !above.contains(inside);
        List<FieldHelp> fields =
                open && inside != null
                        ? of(
                                inside,
                                depth - 1,
                                Stream.concat(above.stream(), Stream.of(inside)).toList())
                        : List.of();
        return new FieldHelp(
                field.getJsonName(),
                type(field),
                limits.required(),
                description,
                emptyAsNull(Defaults.text(field)),
                allowed(field, limits),
                sentences(field, limits),
                emptyAsNull(options.getReference().getKind()),
                emptyAsNull(options.getExample()),
                fields);
    }

    /** The message of ours that a field, its elements or the values of its map consist of. */
    static @Nullable Descriptor inside(FieldDescriptor field) {
        FieldDescriptor value = field.isMapField() ? valueOf(field) : field;
        if (value.getJavaType() != FieldDescriptor.JavaType.MESSAGE
                || WellKnown.typeName(value.getMessageType()).isPresent()) {
            return null;
        }
        return value.getMessageType();
    }

    private static FieldDescriptor valueOf(FieldDescriptor map) {
        return map.getMessageType().findFieldByName("value");
    }

    static String type(FieldDescriptor field) {
        if (field.isMapField()) {
            return "map[string]" + single(valueOf(field));
        }
        return (field.isRepeated() ? "[]" : "") + single(field);
    }

    private static String single(FieldDescriptor field) {
        return switch (field.getJavaType()) {
            case INT, LONG -> "integer";
            case FLOAT, DOUBLE -> "number";
            case BOOLEAN -> "boolean";
            case STRING, ENUM -> "string";
            case BYTE_STRING -> "bytes";
            case MESSAGE ->
                    WellKnown.typeName(field.getMessageType())
                            .orElseGet(() -> field.getMessageType().getName());
        };
    }

    private static List<String> allowed(FieldDescriptor field, Limits limits) {
        Limits single =
                field.isMapField()
                        ? limits.ofKeys()
                        : field.isRepeated() ? limits.ofItems() : limits;
        if (field.getJavaType() == FieldDescriptor.JavaType.ENUM && single.allowed().isEmpty()) {
            return TypeSchemas.words(field);
        }
        return single.allowed().stream().map(String::valueOf).toList();
    }

    private static List<String> sentences(FieldDescriptor field, Limits limits) {
        List<String> sentences = new ArrayList<>();
        if (field.isMapField()) {
            add(sentences, limits, "min_pairs", "at least %s entries");
            add(sentences, limits, "max_pairs", "at most %s entries");
            addSingle(sentences, limits.ofKeys(), "each key ");
            addSingle(sentences, limits.ofValues(), "each value ");
        } else if (field.isRepeated()) {
            add(sentences, limits, "min_items", "at least %s elements");
            add(sentences, limits, "max_items", "at most %s elements");
            if (limits.unique()) {
                sentences.add("no element twice");
            }
            addSingle(sentences, limits.ofItems(), "each element ");
        } else {
            addSingle(sentences, limits, "");
        }
        @Nullable Descriptor inside = inside(field);
        if (inside != null) {
            sentences.addAll(Limits.rulesOf(inside));
        }
        return sentences;
    }

    private static void addSingle(List<String> sentences, Limits limits, String whose) {
        add(sentences, limits, "gte", whose + "at least %s");
        add(sentences, limits, "gt", whose + "more than %s");
        add(sentences, limits, "lte", whose + "at most %s");
        add(sentences, limits, "lt", whose + "less than %s");
        add(sentences, limits, "min_len", whose + "at least %s characters");
        add(sentences, limits, "max_len", whose + "at most %s characters");
        add(sentences, limits, "pattern", whose + "matches %s");
        limits.format().ifPresent(format -> sentences.add(whose + "of the form " + format));
    }

    private static void add(List<String> sentences, Limits limits, String rule, String sentence) {
        limits.rule(rule).ifPresent(limit -> sentences.add(sentence.formatted(limit)));
    }

    private static @Nullable String emptyAsNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
