package dev.joch.apiserver.rest;

import com.google.protobuf.ByteString;

import dev.joch.api.v1.Source;
import dev.joch.service.problem.ProblemException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Several files in one body (RFC 2046). Linear in the size of the body. */
final class Multipart {

    private static final int MOST_PARTS = 1_000;
    private static final int LONGEST_HEAD = 8 * 1024;

    private final byte[] body;
    private final byte[] delimiter;

    private Multipart(byte[] body, String boundary) {
        this.body = body;
        this.delimiter = ("--" + boundary).getBytes(StandardCharsets.ISO_8859_1);
    }

    static List<Source> read(byte[] body, String boundary) {
        if (boundary.isEmpty() || boundary.length() > 70) {
            throw invalid(
                    "the content-type of a multipart body names its boundary, of at most 70 characters");
        }
        return new Multipart(body, boundary).parts();
    }

    private List<Source> parts() {
        List<Source> parts = new ArrayList<>();
        int at = find(0);
        if (at < 0) {
            throw invalid("its boundary does not occur");
        }
        while (true) {
            int start = at + delimiter.length;
            if (startsWith(start, "--")) {
                return parts;
            }
            int next = find(start);
            if (next < 0) {
                throw invalid("its last boundary is missing");
            }
            if (parts.size() == MOST_PARTS) {
                throw invalid("it has more than " + MOST_PARTS + " parts");
            }
            parts.add(part(afterLine(start), endOfPart(next)));
            at = next;
        }
    }

    private Source part(int start, int end) {
        String name = "";
        int at = start;
        while (at < end) {
            int lineEnd = lineEnd(at, end);
            String line = new String(body, at, lineEnd - at, StandardCharsets.UTF_8).strip();
            at = Math.min(end, lineEnd + 1);
            if (line.isEmpty()) {
                break;
            }
            if (at - start > LONGEST_HEAD) {
                throw invalid("the headers of a part are too long");
            }
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("joch-source:")) {
                name = line.substring("joch-source:".length()).strip();
            } else if (lower.startsWith("content-disposition:") && name.isEmpty()) {
                name = MediaType.parse(line).parameters().getOrDefault("filename", "");
            }
        }
        return Source.newBuilder()
                .setName(name.isEmpty() ? "" : DocumentBody.sourceName(name))
                .setContent(ByteString.copyFrom(body, at, Math.max(0, end - at)))
                .build();
    }

    /** The boundary, where a line begins with it. */
    private int find(int from) {
        for (int at = from; at <= body.length - delimiter.length; at++) {
            boolean lineStart = at == 0 || body[at - 1] == '\n';
            if (lineStart && body[at] == '-' && matches(at)) {
                return at;
            }
        }
        return -1;
    }

    private boolean matches(int at) {
        for (int i = 0; i < delimiter.length; i++) {
            if (body[at + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean startsWith(int at, String text) {
        return at + text.length() <= body.length
                && body[at] == text.charAt(0)
                && body[at + 1] == text.charAt(1);
    }

    private int afterLine(int at) {
        return Math.min(body.length, lineEnd(at, body.length) + 1);
    }

    private int lineEnd(int at, int end) {
        int found = at;
        while (found < end && body[found] != '\n') {
            found++;
        }
        return found;
    }

    /** The line break before a boundary belongs to the boundary. */
    private int endOfPart(int boundary) {
        int end = boundary;
        if (end > 0 && body[end - 1] == '\n') {
            end--;
        }
        return end > 0 && body[end - 1] == '\r' ? end - 1 : end;
    }

    private static ProblemException invalid(String why) {
        return new ProblemException(new RestProblem.InvalidBody(why));
    }
}
