package dev.joch.resource.text;

import com.fasterxml.jackson.databind.JsonNode;

import dev.joch.resource.v1alpha1.Resource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Resources as JSON. What it writes decodes to an equal resource. Streams are flushed, never
 * closed.
 */
public final class ResourceJson {
    private ResourceJson() {}

    /** Indented, for people. */
    public static String write(Resource resource) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(2_048);
        try (JsonSink sink = JsonSink.pretty(out)) {
            ResourcePrinter.print(resource, sink);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** On one line, for machines. */
    public static void write(Resource resource, OutputStream out) throws IOException {
        try (JsonSink sink = JsonSink.compact(out)) {
            ResourcePrinter.print(resource, sink);
        }
    }

    /** One resource per line. */
    public static void writeLines(Iterable<Resource> resources, OutputStream out)
            throws IOException {
        try (JsonSink sink = JsonSink.compact(out)) {
            for (Resource resource : resources) {
                ResourcePrinter.print(resource, sink);
            }
        }
        out.write('\n');
        out.flush();
    }

    /** One object of {@code kind: List}. */
    public static void writeList(
            ListMeta meta, Iterable<Resource> items, boolean pretty, OutputStream out)
            throws IOException {
        try (JsonSink sink = pretty ? JsonSink.pretty(out) : JsonSink.compact(out)) {
            ResourcePrinter.printList(meta, items, sink);
        }
    }

    public static JsonNode toTree(Resource resource) {
        return MessageJson.toTree(resource);
    }

    /** Reads a tree with the strictness of text; its diagnostics have no lines. */
    public static Decoded fromTree(JsonNode tree, DecodeLimits limits) {
        return DocumentDecoder.decode(tree, limits);
    }
}
