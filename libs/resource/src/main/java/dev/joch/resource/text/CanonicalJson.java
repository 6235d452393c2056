package dev.joch.resource.text;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.common.hash.Hashing;
import com.google.protobuf.Message;

import org.erdtman.jcs.NumberToJSON;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeMap;

/**
 * JSON in the one form of RFC 8785, so that anybody can compute a digest again from what is shown.
 *
 * <p>Written from the tree instead of by the library's parser of text: the text of every schema
 * would have to be made first and read again.
 */
public final class CanonicalJson {

    private CanonicalJson() {}

    /** {@code sha256:} and the digest of the canonical form. */
    public static String digest(Message message) {
        return digest(MessageJson.toTree(message));
    }

    private static String digest(JsonNode tree) {
        return "sha256:" + Hashing.sha256().hashBytes(bytes(tree));
    }

    public static byte[] bytes(JsonNode tree) {
        return write(tree).getBytes(StandardCharsets.UTF_8);
    }

    public static String write(JsonNode tree) {
        StringBuilder out = new StringBuilder(512);
        write(tree, out);
        return out.toString();
    }

    private static void write(JsonNode node, StringBuilder out) {
        if (node.isObject()) {
            // names in order of their UTF-16 units, as String compares them
            TreeMap<String, JsonNode> sorted = new TreeMap<>();
            node.properties().forEach(entry -> sorted.put(entry.getKey(), entry.getValue()));
            char separator = '{';
            for (var entry : sorted.entrySet()) {
                out.append(separator);
                quote(entry.getKey(), out);
                out.append(':');
                write(entry.getValue(), out);
                separator = ',';
            }
            out.append(sorted.isEmpty() ? "{}" : "}");
        } else if (node.isArray()) {
            char separator = '[';
            for (JsonNode element : node) {
                out.append(separator);
                write(element, out);
                separator = ',';
            }
            out.append(node.isEmpty() ? "[]" : "]");
        } else if (node.isNumber()) {
            try {
                out.append(NumberToJSON.serializeNumber(node.doubleValue()));
            } catch (IOException e) {
                throw new UncheckedIOException("JSON has no such number", e);
            }
        } else if (node.isTextual()) {
            quote(node.textValue(), out);
        } else {
            out.append(node.isBoolean() ? Boolean.toString(node.booleanValue()) : "null");
        }
    }

    private static void quote(String text, StringBuilder out) {
        out.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\b' -> out.append("\\b");
                case '\t' -> out.append("\\t");
                case '\n' -> out.append("\\n");
                case '\f' -> out.append("\\f");
                case '\r' -> out.append("\\r");
                default -> {
                    if (c < ' ') {
                        out.append(String.format("\\u%04x", (int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        out.append('"');
    }
}
