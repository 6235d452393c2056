package dev.joch.resource.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import com.google.protobuf.Message;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Any message of the contract as JSON, in the form that resources have; a resource inside is
 * printed as such.
 */
public final class MessageJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private MessageJson() {}

    /** On one line. */
    public static String write(Message message) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(512);
        try {
            write(message, out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** On one line. The stream is flushed, not closed. */
    public static void write(Message message, OutputStream out) throws IOException {
        try (JsonSink sink = JsonSink.compact(out)) {
            MessagePrinter.of(message).print(message, sink);
        }
    }

    public static JsonNode toTree(Message message) {
        try (TokenBuffer buffer = new TokenBuffer(MAPPER, false);
                JsonSink sink = new JsonSink(buffer)) {
            MessagePrinter.of(message).print(message, sink);
            return MAPPER.readTree(buffer.asParser());
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
    }
}
