package dev.joch.cli.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/**
 * The reading side of a socket. Every wait is as long as there is time left, so a trickle cannot
 * outlive a deadline.
 */
final class TimedInput {
    private static final int BUFFER = 16 * 1024;
    private static final int LONGEST_LINE = 64 * 1024;

    private final Socket socket;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER];
    private int at;
    private int end;
    private long deadline;
    private boolean timed;
    private int idleMillis;

    TimedInput(Socket socket) throws IOException {
        this.socket = socket;
        this.in = socket.getInputStream();
    }

    /** From now on, everything must be over at a point of {@link System#nanoTime}. */
    void until(long nanoTime) {
        deadline = nanoTime;
        timed = true;
    }

    /** From now on, only silence is limited. */
    void whileNotSilentFor(int millis) {
        timed = false;
        idleMillis = millis;
    }

    String line() throws IOException {
        byte[] line = new byte[128];
        int length = 0;
        while (true) {
            int b = read();
            if (b < 0) {
                throw new EOFException("the server closed the connection");
            }
            if (b == '\n') {
                int trimmed = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
                return new String(line, 0, trimmed, StandardCharsets.ISO_8859_1);
            }
            if (length == LONGEST_LINE) {
                throw new IOException("the server sent a header that is too long");
            }
            if (length == line.length) {
                line = java.util.Arrays.copyOf(line, length * 2);
            }
            line[length++] = (byte) b;
        }
    }

    int read() throws IOException {
        return at < end || fill() ? buffer[at++] & 0xff : -1;
    }

    int read(byte[] target, int offset, int length) throws IOException {
        if (at == end && !fill()) {
            return -1;
        }
        int count = Math.min(length, end - at);
        System.arraycopy(buffer, at, target, offset, count);
        at += count;
        return count;
    }

    private boolean fill() throws IOException {
        if (timed) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                throw new SocketTimeoutException("the deadline has passed");
            }
            socket.setSoTimeout((int) Math.min(left, Integer.MAX_VALUE));
        } else {
            socket.setSoTimeout(idleMillis);
        }
        int count = in.read(buffer, 0, buffer.length);
        at = 0;
        end = Math.max(count, 0);
        return count > 0;
    }
}
