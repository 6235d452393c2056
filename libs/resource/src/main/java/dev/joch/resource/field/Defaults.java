package dev.joch.resource.field;

import build.buf.validate.MessageRules;
import build.buf.validate.ValidateProto;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.protobuf.Any;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;

import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.schema.v1.Options;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Fills in what the contract says about absent fields.
 *
 * <p>An absent message is created when it holds defaults, so that {@code observability.tracing} is
 * there even when nobody wrote {@code observability}. It is not created when that alone would make
 * the resource invalid: when it has a required field without a default, a rule over several of its
 * fields, or belongs to a choice. Elements of lists and maps are filled in but never made.
 */
public final class Defaults {
    private static final FieldIndex INDEX = new FieldIndex(field -> !text(field).isEmpty());
    private static final Map<FieldDescriptor, Object> VALUES = new ConcurrentHashMap<>();

    private Defaults() {}

    /** The resource with its defaults; the same object when nothing was absent. Idempotent. */
    public static Resource apply(Resource resource) {
        Optional<Kind> kind = Kinds.named(resource.getKind());
        if (kind.isEmpty()) {
            return resource;
        }
        try {
            Message before = kind.get().specOf(resource);
            Message after = applyTo(before);
            if (after == before) {
                return resource;
            }
            Any spec = kind.get().spec().pack(after);
            return resource.toBuilder().setSpec(spec).build();
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalArgumentException(
                    "the spec of this " + resource.getKind() + " is of another kind", e);
        }
    }

    /** The same for one message, e.g. an unpacked spec. */
    @SuppressWarnings("unchecked")
    public static <T extends Message> T applyTo(T message) {
        return (T) filled(message);
    }

    /**
     * The default of a field in its JSON form, as the contract writes it; empty when it has none.
     */
    public static String text(FieldDescriptor field) {
        return field.getOptions().getExtension(Options.field).getDefault();
    }

    /** The default of a field that has one, as JSON. */
    public static JsonNode json(FieldDescriptor field) {
        return DefaultValue.json(field);
    }

    /** Whether an absent message of this field is created for the sake of its defaults. */
    public static boolean creates(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && !field.isRepeated()
                && field.getRealContainingOneof() == null
                && creatable(field.getMessageType(), new ArrayList<>());
    }

    private static boolean creatable(Descriptor message, List<Descriptor> above) {
        if (above.contains(message) || INDEX.towards(message).isEmpty()) {
            return false;
        }
        MessageRules rules = message.getOptions().getExtension(ValidateProto.message);
        if (rules.getCelCount() + rules.getCelExpressionCount() + rules.getOneofCount() > 0) {
            return false;
        }
        above.add(message);
        boolean anything = false;
        for (FieldDescriptor field : message.getFields()) {
            boolean filled = !text(field).isEmpty();
            if (!filled && field.getOptions().getExtension(ValidateProto.field).getRequired()) {
                return false;
            }
            anything |= filled || isPlainMessage(field) && creatable(field.getMessageType(), above);
        }
        above.removeLast();
        return anything;
    }

    private static boolean isPlainMessage(FieldDescriptor field) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                && !field.isRepeated()
                && field.getRealContainingOneof() == null;
    }

    private static Message filled(Message message) {
        Message.Builder changed = null;
        for (FieldDescriptor field : INDEX.towards(message.getDescriptorForType())) {
            Object before = message.getField(field);
            Object after =
                    field.isRepeated() ? list(field, before) : single(message, field, before);
            if (after != before) {
                changed = changed == null ? message.toBuilder() : changed;
                changed.setField(field, after);
            }
        }
        return changed == null ? message : changed.build();
    }

    private static Object single(Message message, FieldDescriptor field, Object before) {
        if (message.hasField(field)) {
            return before instanceof Message child ? filled(child) : before;
        }
        if (INDEX.wants(field)) {
            return VALUES.computeIfAbsent(field, DefaultValue::of);
        }
        return creates(field) ? filled((Message) before) : before;
    }

    private static Object list(FieldDescriptor field, Object value) {
        List<?> before = (List<?>) value;
        if (before.isEmpty()) {
            return INDEX.wants(field) ? VALUES.computeIfAbsent(field, DefaultValue::of) : before;
        }
        List<Object> after = new ArrayList<>(before.size());
        boolean same = true;
        for (Object element : before) {
            Object filled =
                    switch (element) {
                        case MapEntry<?, ?> entry -> filledEntry(entry);
                        case Message child -> filled(child);
                        default -> element;
                    };
            same &= filled == element;
            after.add(filled);
        }
        return same ? before : after;
    }

    private static Object filledEntry(MapEntry<?, ?> entry) {
        if (!(entry.getValue() instanceof Message value)) {
            return entry;
        }
        Message filled = filled(value);
        if (filled == value) {
            return entry;
        }
        FieldDescriptor field = entry.getDescriptorForType().findFieldByName("value");
        return entry.toBuilder().setField(field, filled).build();
    }
}
