package dev.joch.resource.field;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/**
 * The fields of each message that are wanted, or below which a wanted one lies. Computed once per
 * message, so that a walk over a resource touches nothing else.
 */
final class FieldIndex {
    private final Predicate<FieldDescriptor> wanted;
    private final Map<Descriptor, List<FieldDescriptor>> towards = new ConcurrentHashMap<>();

    FieldIndex(Predicate<FieldDescriptor> wanted) {
        this.wanted = wanted;
    }

    boolean wants(FieldDescriptor field) {
        return wanted.test(field);
    }

    List<FieldDescriptor> towards(Descriptor message) {
        return towards.computeIfAbsent(
                message,
                type ->
                        type.getFields().stream()
                                .filter(field -> leads(field, new HashSet<>()))
                                .toList());
    }

    private boolean leads(FieldDescriptor field, Set<Descriptor> seen) {
        if (wanted.test(field)) {
            return true;
        }
        if (field.getJavaType() != FieldDescriptor.JavaType.MESSAGE
                || !seen.add(field.getMessageType())) {
            return false;
        }
        return field.getMessageType().getFields().stream().anyMatch(child -> leads(child, seen));
    }
}
