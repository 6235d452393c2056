package dev.joch.resource.kind;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;

import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * Serialises so that equal messages give equal bytes: the store compares bytes to see that nothing
 * changed.
 */
public final class DeterministicBytes {
    private DeterministicBytes() {}

    public static ByteString of(Message message) {
        byte[] bytes = new byte[message.getSerializedSize()];
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        out.useDeterministicSerialization();
        try {
            message.writeTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("an array of the right size took no message", e);
        }
        return UnsafeByteOperations.unsafeWrap(bytes);
    }
}
