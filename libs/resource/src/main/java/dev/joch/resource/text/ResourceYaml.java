package dev.joch.resource.text;

import dev.joch.resource.v1alpha1.Resource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Resources as YAML. What it writes decodes to an equal resource. Streams are flushed, never
 * closed.
 */
public final class ResourceYaml {
    private ResourceYaml() {}

    public static String write(Resource resource) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(2_048);
        try {
            write(resource, out);
        } catch (IOException e) {
            throw new UncheckedIOException("memory cannot fail to be written", e);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    public static void write(Resource resource, OutputStream out) throws IOException {
        try (YamlSink sink = new YamlSink(out)) {
            ResourcePrinter.print(resource, sink);
        }
    }

    /** One document after the other, with separators between them. */
    public static void writeAll(Iterable<Resource> resources, OutputStream out) throws IOException {
        try (YamlSink sink = new YamlSink(out)) {
            boolean first = true;
            for (Resource resource : resources) {
                if (!first) {
                    sink.separator();
                }
                first = false;
                ResourcePrinter.print(resource, sink);
            }
        }
    }

    /** One document of {@code kind: List}. */
    public static void writeList(ListMeta meta, Iterable<Resource> items, OutputStream out)
            throws IOException {
        try (YamlSink sink = new YamlSink(out)) {
            ResourcePrinter.printList(meta, items, sink);
        }
    }
}
