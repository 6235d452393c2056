package dev.joch.resource.text;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The fields of one message by the names they have in text. Built once per message. */
final class FieldTable {
    private static final Map<Descriptor, FieldTable> TABLES = new ConcurrentHashMap<>();

    private final Map<String, FieldDescriptor> byName = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    private FieldTable(Descriptor message) {
        for (FieldDescriptor field : message.getFields()) {
            byName.put(field.getJsonName(), field);
            names.add(field.getJsonName());
        }
    }

    static FieldTable of(Descriptor message) {
        FieldTable table = TABLES.get(message);
        return table != null ? table : TABLES.computeIfAbsent(message, FieldTable::new);
    }

    @Nullable FieldDescriptor field(String name) {
        return byName.get(name);
    }

    /** In the order of the contract. */
    List<String> names() {
        return names;
    }
}
