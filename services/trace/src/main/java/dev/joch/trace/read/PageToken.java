package dev.joch.trace.read;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;

import dev.joch.service.problem.ProblemException;
import dev.joch.trace.TraceProblem;
import dev.joch.trace.store.TraceStore.Before;
import dev.joch.trace.store.TraceStore.Selection;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;

/**
 * Where a list goes on: opaque to clients, bound to the question it belongs to.
 *
 * <p>It keeps no secrets: a token only moves the start within what the question may see anyway.
 */
final class PageToken {

    private PageToken() {}

    static String encode(Before last, Selection selection) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.writeInt32NoTag(question(selection));
            out.writeInt64NoTag(last.receivedAt());
            out.writeInt64NoTag(last.id());
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory took no bytes", e);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    static Before decode(String token, Selection selection) {
        try {
            CodedInputStream in =
                    CodedInputStream.newInstance(Base64.getUrlDecoder().decode(token));
            boolean same = in.readInt32() == question(selection);
            Before before = new Before(in.readInt64(), in.readInt64());
            if (same && in.isAtEnd()) {
                return before;
            }
        } catch (IllegalArgumentException | IOException e) {
            throw new ProblemException(new TraceProblem.InvalidPageToken());
        }
        throw new ProblemException(new TraceProblem.InvalidPageToken());
    }

    /** Without times: one that is counted back from now moves between two pages. */
    private static int question(Selection selection) {
        return List.of(selection.tenant(), selection.namespaces(), selection.agent()).hashCode();
    }
}
