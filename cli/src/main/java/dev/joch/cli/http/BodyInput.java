package dev.joch.cli.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;

/** The body of an answer: so many bytes, chunks, or all until the connection ends. */
final class BodyInput extends InputStream {
    private static final int SIGN_RADIX = 16;

    private final TimedInput in;
    private final boolean chunked;
    private final boolean untilClose;
    private long left;
    private boolean finished;

    private BodyInput(TimedInput in, boolean chunked, long length) {
        this.in = in;
        this.chunked = chunked;
        this.untilClose = !chunked && length < 0;
        this.left = Math.max(length, 0);
        this.finished = !chunked && length == 0;
    }

    static BodyInput of(TimedInput in, String method, int status, Map<String, String> headers)
            throws IOException {
        if (method.equals("HEAD") || status == 204 || status == 304) {
            return new BodyInput(in, false, 0);
        }
        if (headers.getOrDefault("transfer-encoding", "")
                .toLowerCase(java.util.Locale.ROOT)
                .contains("chunked")) {
            return new BodyInput(in, true, 0);
        }
        String length = headers.get("content-length");
        try {
            return new BodyInput(in, false, length == null ? -1 : Long.parseLong(length));
        } catch (NumberFormatException e) {
            throw new IOException("the server sent a wrong Content-Length", e);
        }
    }

    /** Whether the connection may carry another exchange once the body is read. */
    boolean reusable() {
        return finished && !untilClose;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (chunked && left == 0 && !finished) {
            nextChunk();
        }
        if (finished || length == 0) {
            return finished ? -1 : 0;
        }
        int wanted = untilClose ? length : (int) Math.min(length, left);
        int count = in.read(target, offset, wanted);
        if (count < 0) {
            if (!untilClose) {
                throw new EOFException(
                        "the server closed the connection in the middle of an answer");
            }
            finished = true;
            return -1;
        }
        left -= untilClose ? 0 : count;
        if (!untilClose && left == 0) {
            afterLast();
        }
        return count;
    }

    private void nextChunk() throws IOException {
        String size = in.line();
        int semicolon = size.indexOf(';');
        try {
            left =
                    Long.parseLong(
                            (semicolon < 0 ? size : size.substring(0, semicolon)).strip(),
                            SIGN_RADIX);
        } catch (NumberFormatException e) {
            throw new IOException("the server sent a wrong chunk", e);
        }
        if (left == 0) {
            String trailer = in.line();
            while (!trailer.isEmpty()) {
                trailer = in.line();
            }
            finished = true;
        }
    }

    private void afterLast() throws IOException {
        if (chunked) {
            in.line();
        } else {
            finished = true;
        }
    }
}
