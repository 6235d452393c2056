package dev.joch.scheduler.read;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;

import dev.joch.scheduler.SchedulerProblem;
import dev.joch.service.problem.ProblemException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;

/**
 * Where a list goes on: opaque to clients, bound to the question it belongs to.
 *
 * <p>It keeps no secrets: a token only moves the start within what the question may see anyway.
 *
 * @param number when the last run of the page was created
 */
record PageToken(long number, List<String> names) {

    PageToken {
        names = List.copyOf(names);
    }

    /**
     * @param question what the pages answer, without page size and token
     */
    String encode(List<?> question) {
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
     */
    static PageToken decode(String token, List<?> question, int names) {
        try {
            CodedInputStream in =
                    CodedInputStream.newInstance(Base64.getUrlDecoder().decode(token));
            if (in.readInt32() != question.hashCode()) {
                throw new ProblemException(new SchedulerProblem.InvalidPageToken());
            }
            long number = in.readInt64();
            String[] read = new String[names];
            for (int i = 0; i < names; i++) {
                read[i] = in.readString();
            }
            if (!in.isAtEnd()) {
                throw new ProblemException(new SchedulerProblem.InvalidPageToken());
            }
            return new PageToken(number, List.of(read));
        } catch (IllegalArgumentException | IOException e) {
            throw new ProblemException(new SchedulerProblem.InvalidPageToken());
        }
    }
}
