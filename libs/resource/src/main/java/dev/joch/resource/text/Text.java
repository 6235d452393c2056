package dev.joch.resource.text;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;

/**
 * A source of documents.
 *
 * @param name file name or URL, for diagnostics; may be empty
 * @param bytes YAML or JSON in UTF-8
 */
public record Text(String name, ByteString bytes) {

    public static Text of(String name, String content) {
        return new Text(name, ByteString.copyFromUtf8(content));
    }

    /** The array must not change afterwards. */
    public static Text of(String name, byte[] content) {
        return new Text(name, UnsafeByteOperations.unsafeWrap(content));
    }
}
