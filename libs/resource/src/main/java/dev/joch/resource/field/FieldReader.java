package dev.joch.resource.field;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.MapEntry;
import com.google.protobuf.Message;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import dev.joch.resource.field.FieldPath.Step;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;

import org.jspecify.annotations.Nullable;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Walks down a path, through messages, lists, maps and free JSON. */
final class FieldReader {
    private FieldReader() {}

    static Optional<Object> read(Resource resource, FieldPath path) {
        List<Step> steps = path.steps();
        if (steps.isEmpty() || !(steps.getFirst() instanceof Step.Name(String root))) {
            return Optional.empty();
        }
        @Nullable Object value =
                switch (root) {
                    case "apiVersion" -> resource.getApiVersion();
                    case "kind" -> resource.getKind();
                    case "metadata" -> resource.hasMetadata() ? resource.getMetadata() : null;
                    case "spec" -> unpacked(resource, true);
                    case "status" -> unpacked(resource, false);
                    default -> null;
                };
        return Optional.ofNullable(descend(value, steps.subList(1, steps.size())));
    }

    private static @Nullable Message unpacked(Resource resource, boolean spec) {
        Optional<Kind> kind = Kinds.named(resource.getKind());
        if (kind.isEmpty() || !(spec ? resource.hasSpec() : resource.hasStatus())) {
            return null;
        }
        try {
            return spec ? kind.get().specOf(resource) : kind.get().statusOf(resource);
        } catch (InvalidProtocolBufferException e) {
            // a resource that does not hold what its kind says has no fields to offer
            return null;
        }
    }

    private static @Nullable Object descend(@Nullable Object start, List<Step> steps) {
        @Nullable Object value = unwrapped(start);
        for (int i = 0; i < steps.size() && value != null; i++) {
            Step step = steps.get(i);
            if (value instanceof Map<?, ?> map && step instanceof Step.Name) {
                return inMap(map, steps.subList(i, steps.size()));
            }
            value =
                    switch (step) {
                        case Step.Name(String name) ->
                                value instanceof Message message ? inMessage(message, name) : null;
                        case Step.Index(int index) ->
                                value instanceof List<?> list && index < list.size()
                                        ? unwrapped(list.get(index))
                                        : null;
                    };
        }
        return value;
    }

    private static @Nullable Object inMessage(Message message, String name) {
        Optional<FieldDescriptor> found = YamlNames.field(message.getDescriptorForType(), name);
        if (found.isEmpty()) {
            return null;
        }
        FieldDescriptor field = found.get();
        if (field.isRepeated()
                ? message.getRepeatedFieldCount(field) == 0
                : field.hasPresence() && !message.hasField(field)) {
            return null;
        }
        Object value = message.getField(field);
        return field.isMapField() ? asMap((List<?>) value) : unwrapped(value);
    }

    /**
     * Keys may hold dots, and people leave out the quotes: the shortest run of names that is a key
     * wins.
     */
    private static @Nullable Object inMap(Map<?, ?> map, List<Step> steps) {
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < steps.size(); i++) {
            if (!(steps.get(i) instanceof Step.Name(String name))) {
                return null;
            }
            key.append(i == 0 ? "" : ".").append(name);
            @Nullable Object value = map.get(key.toString());
            if (value != null) {
                return descend(value, steps.subList(i + 1, steps.size()));
            }
        }
        return null;
    }

    private static Map<String, Object> asMap(List<?> entries) {
        Map<String, Object> map = new HashMap<>();
        for (Object entry : entries) {
            MapEntry<?, ?> pair = (MapEntry<?, ?>) entry;
            map.put(String.valueOf(pair.getKey()), (Object) pair.getValue());
        }
        return map;
    }

    private static @Nullable Object unwrapped(@Nullable Object value) {
        return switch (value) {
            case Value json ->
                    switch (json.getKindCase()) {
                        case STRING_VALUE -> json.getStringValue();
                        case NUMBER_VALUE -> json.getNumberValue();
                        case BOOL_VALUE -> json.getBoolValue();
                        case STRUCT_VALUE -> json.getStructValue().getFieldsMap();
                        case LIST_VALUE -> json.getListValue().getValuesList();
                        case NULL_VALUE, KIND_NOT_SET -> null;
                    };
            case Struct struct -> struct.getFieldsMap();
            case ListValue list -> list.getValuesList();
            case null, default -> value;
        };
    }

    static boolean exists(Kind kind, FieldPath path) {
        List<Step> steps = path.steps();
        if (steps.isEmpty() || !(steps.getFirst() instanceof Step.Name(String root))) {
            return false;
        }
        List<Step> rest = steps.subList(1, steps.size());
        return switch (root) {
            case "apiVersion", "kind" -> rest.isEmpty();
            case "metadata" -> exists(ObjectMeta.getDescriptor(), rest);
            case "spec" -> exists(kind.specDescriptor(), rest);
            case "status" -> exists(kind.statusDescriptor(), rest);
            default -> false;
        };
    }

    private static boolean exists(Descriptor message, List<Step> steps) {
        if (steps.isEmpty() || isFreeJson(message)) {
            return true;
        }
        if (!(steps.getFirst() instanceof Step.Name(String name))) {
            return false;
        }
        Optional<FieldDescriptor> field = YamlNames.field(message, name);
        if (field.isEmpty()) {
            return false;
        }
        List<Step> rest = steps.subList(1, steps.size());
        if (field.get().isMapField()) {
            FieldDescriptor value = field.get().getMessageType().findFieldByName("value");
            return rest.isEmpty() || existsInMap(value, rest.subList(1, rest.size()));
        }
        if (field.get().isRepeated() && !rest.isEmpty()) {
            return rest.getFirst() instanceof Step.Index
                    && existsIn(field.get(), rest.subList(1, rest.size()));
        }
        return existsIn(field.get(), rest);
    }

    /** The key may be spread over several names, so any tail of them may be what follows it. */
    private static boolean existsInMap(FieldDescriptor value, List<Step> rest) {
        if (value.getJavaType() != FieldDescriptor.JavaType.MESSAGE) {
            return rest.stream().allMatch(Step.Name.class::isInstance);
        }
        for (int i = 0; i <= rest.size(); i++) {
            if (existsIn(value, rest.subList(i, rest.size()))) {
                return true;
            }
        }
        return false;
    }

    private static boolean existsIn(FieldDescriptor field, List<Step> rest) {
        return field.getJavaType() == FieldDescriptor.JavaType.MESSAGE
                ? exists(field.getMessageType(), rest)
                : rest.isEmpty();
    }

    private static boolean isFreeJson(Descriptor message) {
        return message.getFullName().equals("google.protobuf.Value")
                || message.getFullName().equals("google.protobuf.Struct")
                || message.getFullName().equals("google.protobuf.ListValue");
    }
}
