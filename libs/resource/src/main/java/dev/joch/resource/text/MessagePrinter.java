package dev.joch.resource.text;

import com.fasterxml.jackson.core.io.SerializedString;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;

import dev.joch.resource.v1alpha1.Resource;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Prints messages of one type: fields in the order of the contract, absent ones not at all. Built
 * once per type.
 */
final class MessagePrinter {
    private static final Map<Descriptor, MessagePrinter> PRINTERS = new ConcurrentHashMap<>();

    /** A field, ready to be printed. */
    private record Field(FieldDescriptor field, SerializedString name, ValuePrinter value) {}

    private final boolean resource;
    private final Field[] fields;

    private MessagePrinter(Descriptor message) {
        resource = message.getFullName().equals(Resource.getDescriptor().getFullName());
        List<Field> fields = new ArrayList<>();
        for (FieldDescriptor field : message.getFields()) {
            FieldDescriptor value =
                    field.isMapField() ? field.getMessageType().getFields().get(1) : field;
            fields.add(
                    new Field(
                            field,
                            new SerializedString(field.getJsonName()),
                            ValuePrinter.of(value)));
        }
        this.fields = fields.toArray(Field[]::new);
    }

    static MessagePrinter of(Message message) {
        return of(message.getDescriptorForType());
    }

    static MessagePrinter of(Descriptor message) {
        MessagePrinter printer = PRINTERS.get(message);
        return printer != null ? printer : PRINTERS.computeIfAbsent(message, MessagePrinter::new);
    }

    void print(Message message, TreeSink sink) throws IOException {
        if (resource && message instanceof Resource envelope) {
            ResourcePrinter.print(envelope, sink);
            return;
        }
        sink.startMapping();
        for (Field field : fields) {
            print(field, message, sink);
        }
        sink.endMapping();
    }

    private static void print(Field field, Message message, TreeSink sink) throws IOException {
        FieldDescriptor descriptor = field.field();
        if (!descriptor.isRepeated()) {
            if (message.hasField(descriptor)) {
                sink.field(field.name());
                field.value().print(message.getField(descriptor), sink);
            }
            return;
        }
        int count = message.getRepeatedFieldCount(descriptor);
        if (count == 0) {
            return;
        }
        sink.field(field.name());
        if (descriptor.isMapField()) {
            printMap(field, message, sink);
            return;
        }
        sink.startSequence();
        for (int at = 0; at < count; at++) {
            field.value().print(message.getRepeatedField(descriptor, at), sink);
        }
        sink.endSequence();
    }

    private static void printMap(Field field, Message message, TreeSink sink) throws IOException {
        FieldDescriptor key = field.field().getMessageType().getFields().get(0);
        FieldDescriptor value = field.field().getMessageType().getFields().get(1);
        List<Message> pairs = new ArrayList<>();
        for (Object pair : (List<?>) message.getField(field.field())) {
            pairs.add((Message) pair);
        }
        pairs.sort(Comparator.comparing(pair -> pair.getField(key).toString()));
        sink.startMapping();
        for (Message pair : pairs) {
            sink.key(pair.getField(key).toString());
            field.value().print(pair.getField(value), sink);
        }
        sink.endMapping();
    }
}
