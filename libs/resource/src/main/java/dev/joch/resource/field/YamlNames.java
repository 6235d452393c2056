package dev.joch.resource.field;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the fields of a message by the names they have in YAML. */
public final class YamlNames {
    private static final Map<Descriptor, Map<String, FieldDescriptor>> BY_MESSAGE =
            new ConcurrentHashMap<>();

    private YamlNames() {}

    public static Optional<FieldDescriptor> field(Descriptor message, String yamlName) {
        return Optional.ofNullable(
                BY_MESSAGE.computeIfAbsent(message, YamlNames::index).get(yamlName));
    }

    private static Map<String, FieldDescriptor> index(Descriptor message) {
        Map<String, FieldDescriptor> fields = new HashMap<>();
        for (FieldDescriptor field : message.getFields()) {
            fields.put(field.getJsonName(), field);
        }
        return Map.copyOf(fields);
    }
}
