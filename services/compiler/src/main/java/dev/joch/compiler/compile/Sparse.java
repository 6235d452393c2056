package dev.joch.compiler.compile;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;

import java.util.List;
import java.util.Map;

/** A message without texts that are there and empty: what nobody said is not in a manifest. */
final class Sparse {

    private Sparse() {}

    static <M extends Message> M of(M message) {
        Message.Builder builder = message.toBuilder();
        for (Map.Entry<FieldDescriptor, Object> entry : message.getAllFields().entrySet()) {
            FieldDescriptor field = entry.getKey();
            if (field.isMapField()) {
                continue;
            }
            if (field.isRepeated()) {
                if (field.getJavaType() == FieldDescriptor.JavaType.MESSAGE) {
                    List<?> elements = (List<?>) entry.getValue();
                    for (int i = 0; i < elements.size(); i++) {
                        builder.setRepeatedField(field, i, of((Message) elements.get(i)));
                    }
                }
            } else if (entry.getValue() instanceof Message inner) {
                if (!inner.getDescriptorForType().getFullName().startsWith("google.protobuf.")) {
                    builder.setField(field, of(inner));
                }
            } else if ("".equals(entry.getValue())) {
                builder.clearField(field);
            }
        }
        @SuppressWarnings("unchecked") // built by the message's own builder
        M sparse = (M) builder.build();
        return sparse;
    }
}
