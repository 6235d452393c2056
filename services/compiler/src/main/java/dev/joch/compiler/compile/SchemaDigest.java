package dev.joch.compiler.compile;

import com.google.protobuf.Struct;

import dev.joch.resource.text.MessageJson;
import dev.joch.resource.v1alpha1.ToolSpec;

import org.erdtman.jcs.JsonCanonicalizer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Digest of a tool's schemas over their canonical JSON (RFC 8785), so that a gateway in any
 * language can check it.
 */
final class SchemaDigest {

    private SchemaDigest() {}

    /** {@code sha256:...}; empty when the tool has no schema. */
    static String of(ToolSpec tool) {
        if (!tool.hasInputSchema() && !tool.hasOutputSchema()) {
            return "";
        }
        String text =
                "{\"input\":"
                        + json(tool.hasInputSchema(), tool.getInputSchema())
                        + ",\"output\":"
                        + json(tool.hasOutputSchema(), tool.getOutputSchema())
                        + "}";
        try {
            return sha256(new JsonCanonicalizer(text).getEncodedUTF8());
        } catch (IOException e) {
            throw new UncheckedIOException("a schema is no JSON", e);
        }
    }

    private static String json(boolean there, Struct schema) {
        return there ? MessageJson.write(schema) : "null";
    }

    static String sha256(byte[] bytes) {
        try {
            return "sha256:"
                    + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
