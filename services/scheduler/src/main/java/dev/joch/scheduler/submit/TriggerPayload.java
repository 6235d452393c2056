package dev.joch.scheduler.submit;

import com.google.protobuf.ByteString;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;

import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.resource.v1alpha1.Part;
import dev.joch.resource.v1alpha1.PartFile;

import java.util.Base64;

/**
 * The input of a run as the payload of the trigger hook, and back. In the form of YAML and JSON.
 */
public final class TriggerPayload {

    private static final String CONTENT = "content";

    private TriggerPayload() {}

    public static Value of(String trigger, ExecutionInput input) {
        ListValue.Builder content = ListValue.newBuilder();
        input.getContentList().forEach(part -> content.addValues(value(part)));
        return Value.newBuilder()
                .setStructValue(
                        Struct.newBuilder()
                                .putFields("type", text(trigger))
                                .putFields(
                                        CONTENT, Value.newBuilder().setListValue(content).build()))
                .build();
    }

    private static Value value(Part part) {
        Struct.Builder fields = Struct.newBuilder().putFields("kind", text(part.getKind()));
        put(fields, "text", part.getText());
        if (part.hasData()) {
            fields.putFields("data", Value.newBuilder().setStructValue(part.getData()).build());
        }
        put(fields, "uri", part.getUri());
        put(fields, "mimeType", part.getMimeType());
        if (part.hasFile()) {
            PartFile file = part.getFile();
            Struct.Builder inner = Struct.newBuilder();
            put(inner, "name", file.getName());
            put(inner, "mimeType", file.getMimeType());
            put(inner, "uri", file.getUri());
            put(inner, "bytes", Base64.getEncoder().encodeToString(file.getBytes().toByteArray()));
            fields.putFields("file", Value.newBuilder().setStructValue(inner).build());
        }
        return Value.newBuilder().setStructValue(fields).build();
    }

    private static void put(Struct.Builder fields, String name, String value) {
        if (!value.isEmpty()) {
            fields.putFields(name, text(value));
        }
    }

    private static Value text(String text) {
        return Value.newBuilder().setStringValue(text).build();
    }

    /**
     * The input that the hook wants instead.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static ExecutionInput input(Value payload) {
        if (!payload.hasStructValue()
                || !payload.getStructValue()
                        .getFieldsOrDefault(CONTENT, Value.getDefaultInstance())
                        .hasListValue()) {
            throw new IllegalArgumentException("the changed payload has no content");
        }
        ExecutionInput.Builder input = ExecutionInput.newBuilder();
        for (Value part :
                payload.getStructValue().getFieldsOrThrow(CONTENT).getListValue().getValuesList()) {
            input.addContent(part(part.getStructValue()));
        }
        return input.build();
    }

    private static Part part(Struct fields) {
        Part.Builder part = Part.newBuilder().setKind(word(fields, "kind"));
        if (fields.containsFields("text")) {
            part.setText(word(fields, "text"));
        }
        if (fields.containsFields("data")) {
            part.setData(fields.getFieldsOrThrow("data").getStructValue());
        }
        if (fields.containsFields("uri")) {
            part.setUri(word(fields, "uri"));
        }
        if (fields.containsFields("mimeType")) {
            part.setMimeType(word(fields, "mimeType"));
        }
        if (fields.containsFields("file")) {
            Struct inner = fields.getFieldsOrThrow("file").getStructValue();
            PartFile.Builder file = part.getFileBuilder();
            if (inner.containsFields("name")) {
                file.setName(word(inner, "name"));
            }
            if (inner.containsFields("mimeType")) {
                file.setMimeType(word(inner, "mimeType"));
            }
            if (inner.containsFields("uri")) {
                file.setUri(word(inner, "uri"));
            }
            if (inner.containsFields("bytes")) {
                file.setBytes(
                        ByteString.copyFrom(Base64.getDecoder().decode(word(inner, "bytes"))));
            }
        }
        return part.build();
    }

    private static String word(Struct fields, String name) {
        return fields.getFieldsOrDefault(name, Value.getDefaultInstance()).getStringValue();
    }
}
