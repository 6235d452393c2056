package dev.joch.resource.field;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;

import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.schema.v1.Options;
import dev.joch.schema.v1.Reference.Form;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Finds what a resource refers to: every field of its spec that the contract marks as a reference.
 */
public final class References {
    private static final FieldIndex INDEX =
            new FieldIndex(field -> field.getOptions().getExtension(Options.field).hasReference());

    private final List<Reference> found = new ArrayList<>();

    private References() {}

    /**
     * All references of the spec, in the order of the contract. A kind that is not known refers to
     * nothing.
     */
    public static List<Reference> of(Resource resource) {
        Optional<Kind> kind = Kinds.named(resource.getKind());
        if (kind.isEmpty() || !resource.hasSpec()) {
            return List.of();
        }
        try {
            return of(kind.get().specOf(resource));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "the spec of this " + resource.getKind() + " is of another kind", e);
        }
    }

    /** All references of an unpacked spec. */
    public static List<Reference> of(Message spec) {
        References references = new References();
        references.walk(spec, FieldPath.ROOT.name("spec"));
        return List.copyOf(references.found);
    }

    private void walk(Message message, FieldPath path) {
        for (FieldDescriptor field : INDEX.towards(message.getDescriptorForType())) {
            FieldPath here = path.name(field.getJsonName());
            if (field.isMapField()) {
                for (Object entry : (List<?>) message.getField(field)) {
                    MapEntry<?, ?> pair = (MapEntry<?, ?>) entry;
                    visit(
                            message,
                            field,
                            (Object) pair.getValue(),
                            here.name(String.valueOf(pair.getKey())));
                }
            } else if (field.isRepeated()) {
                List<?> elements = (List<?>) message.getField(field);
                for (int i = 0; i < elements.size(); i++) {
                    visit(message, field, elements.get(i), here.index(i));
                }
            } else if (message.hasField(field)) {
                visit(message, field, message.getField(field), here);
            }
        }
    }

    private void visit(Message owner, FieldDescriptor field, Object value, FieldPath path) {
        if (!INDEX.wants(field)) {
            if (value instanceof Message message) {
                walk(message, path);
            }
            return;
        }
        dev.joch.schema.v1.Reference option =
                field.getOptions().getExtension(Options.field).getReference();
        String kind =
                option.getKindField().isEmpty()
                        ? option.getKind()
                        : kindIn(owner, option.getKindField());
        if (kind.isEmpty()) {
            return;
        }
        if (value instanceof Message target) {
            @Nullable String namespace = text(target, "namespace");
            add(path.name("name"), kind, text(target, "name"), namespace, option);
        } else {
            // a message that tells the kind of the target beside its name tells the namespace
            // there, too
            @Nullable String namespace =
                    option.getKindField().isEmpty() ? null : text(owner, "namespace");
            add(path, kind, String.valueOf(value), namespace, option);
        }
    }

    private void add(
            FieldPath path,
            String kind,
            @Nullable String text,
            @Nullable String namespace,
            dev.joch.schema.v1.Reference option) {
        if (text == null || text.isEmpty()) {
            return;
        }
        boolean model = option.getForm() == Form.FORM_MODEL;
        int colon = model ? text.indexOf(':') : -1;
        found.add(
                new Reference(
                        path.toString(),
                        kind,
                        text.substring(colon + 1),
                        namespace,
                        colon < 0 ? null : text.substring(0, colon),
                        option.getSoft(),
                        model ? Reference.Form.MODEL : Reference.Form.NAME));
    }

    /** People write the kind in any of its words; the contract's own name goes out. */
    private static String kindIn(Message owner, String kindField) {
        FieldDescriptor sibling = owner.getDescriptorForType().findFieldByName(kindField);
        if (sibling == null) {
            sibling = YamlNames.field(owner.getDescriptorForType(), kindField).orElseThrow();
        }
        String word = owner.hasField(sibling) ? String.valueOf(owner.getField(sibling)) : "";
        return Kinds.find(word).map(Kind::kind).orElse(word);
    }

    private static @Nullable String text(Message message, String yamlName) {
        return YamlNames.field(message.getDescriptorForType(), yamlName)
                .filter(message::hasField)
                .map(field -> (String) message.getField(field))
                .filter(text -> !text.isEmpty())
                .orElse(null);
    }
}
