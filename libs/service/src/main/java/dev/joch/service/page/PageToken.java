package dev.joch.service.page;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;

import dev.joch.service.problem.Problem;
import dev.joch.service.problem.ProblemException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import java.util.function.Supplier;

/**
 * Where a list goes on: opaque to clients, bound to the question it belongs to.
 *
 * <p>It keeps no secrets: a token only moves the start within what the question may see anyway.
 *
 * @param number a generation, or a time
 * @param names of the last one of the page
 */
public record PageToken(long number, List<String> names) {

    public PageToken {
        names = List.copyOf(names);
    }

    /**
     * @param question what the pages answer, without page size and token, in values whose hash is
     *     the same in every process: text and numbers, no enums
     */
    public String encode(List<?> question) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            CodedOutputStream out = CodedOutputStream.newInstance(bytes);
            out.writeInt32NoTag(question.hashCode());
            out.writeInt64NoTag(number);
            for (String name : names) {
                out.writeStringNoTag(name);
            }
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("memory took no bytes", e);
        }
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /**
     * @param names how many
     * @param invalid what is said of a token that belongs to another list
     */
    public static PageToken decode(
            String token, List<?> question, int names, Supplier<? extends Problem> invalid) {
        try {
            CodedInputStream in =
                    CodedInputStream.newInstance(Base64.getUrlDecoder().decode(token));
            if (in.readInt32() != question.hashCode()) {
                throw new ProblemException(invalid.get());
            }
            long number = in.readInt64();
            String[] read = new String[names];
            for (int i = 0; i < names; i++) {
                read[i] = in.readString();
            }
            if (!in.isAtEnd()) {
                throw new ProblemException(invalid.get());
            }
            return new PageToken(number, List.of(read));
        } catch (IllegalArgumentException | IOException e) {
            throw new ProblemException(invalid.get());
        }
    }
}
