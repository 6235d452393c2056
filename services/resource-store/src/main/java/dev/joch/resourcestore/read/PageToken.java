package dev.joch.resourcestore.read;

import com.google.common.hash.HashCode;
import com.google.common.hash.Hashing;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;

import dev.joch.resourcestore.ResourceStoreProblem;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.service.problem.ProblemException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Base64;

/**
 * Where a list goes on: opaque to clients, bound by a checksum to the question it belongs to.
 *
 * <p>The checksum finds mistakes, it does not keep secrets: a token only moves the start within
 * what the question may see anyway.
 *
 * @param revision the state that all pages show
 * @param after last key of the page before
 */
record PageToken(long revision, Key after) {

    private static final int CHECK_BYTES = 8;

    /**
     * @param question what the pages answer, without page size and token
     */
    String encode(MessageLite question) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.writeInt64NoTag(revision);
            out.writeStringNoTag(after.tenant());
            out.writeStringNoTag(after.kind());
            out.writeStringNoTag(after.namespace());
            out.writeStringNoTag(after.name());
            out.flush();
            bytes.write(check(bytes.toByteArray(), question));
        } catch (IOException e) {
            throw new UncheckedIOException("memory took no bytes", e);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    static PageToken decode(String token, MessageLite question) {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(token);
            int length = bytes.length - CHECK_BYTES;
            if (length < 0) {
                throw invalid();
            }
            byte[] content = Arrays.copyOf(bytes, length);
            byte[] check = Arrays.copyOfRange(bytes, length, bytes.length);
            if (!MessageDigest.isEqual(check, check(content, question))) {
                throw invalid();
            }
            CodedInputStream in = CodedInputStream.newInstance(content);
            long revision = in.readInt64();
            return new PageToken(
                    revision,
                    new Key(in.readString(), in.readString(), in.readString(), in.readString()));
        } catch (IllegalArgumentException | IOException e) {
            throw invalid();
        }
    }

    private static byte[] check(byte[] content, MessageLite question) {
        HashCode digest =
                Hashing.sha256()
                        .newHasher()
                        .putBytes(content)
                        .putByte((byte) 0)
                        .putBytes(question.toByteArray())
                        .hash();
        return Arrays.copyOf(digest.asBytes(), CHECK_BYTES);
    }

    private static ProblemException invalid() {
        return new ProblemException(new ResourceStoreProblem.InvalidPageToken());
    }
}
