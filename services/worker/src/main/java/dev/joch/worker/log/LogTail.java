package dev.joch.worker.log;

import java.nio.charset.StandardCharsets;

/** The last bytes of a log. */
final class LogTail {

    private final byte[] ring;
    private long written;

    LogTail(int bytes) {
        this.ring = new byte[bytes];
    }

    void add(byte[] text, int from, int length) {
        int kept = Math.min(length, ring.length);
        int start = from + length - kept;
        long position = written + length - kept;
        int first = (int) (position % ring.length);
        int before = Math.min(kept, ring.length - first);
        System.arraycopy(text, start, ring, first, before);
        System.arraycopy(text, start + before, ring, 0, kept - before);
        written += length;
    }

    /** From the begin of a line on, in at most as many bytes of UTF-8. */
    String text() {
        int length = (int) Math.min(written, ring.length);
        byte[] bytes = new byte[length];
        int first = (int) ((written - length) % ring.length);
        int before = Math.min(length, ring.length - first);
        System.arraycopy(ring, first, bytes, 0, before);
        System.arraycopy(ring, 0, bytes, before, length - before);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (written > ring.length) {
            text = fromNextLine(text);
        }
        // a byte that is no text becomes three of the sign that says so
        while (text.getBytes(StandardCharsets.UTF_8).length > ring.length) {
            text = text.substring(Math.max(1, text.length() / 8));
        }
        return text;
    }

    private static String fromNextLine(String text) {
        int line = text.indexOf('\n');
        return line < 0 || line == text.length() - 1 ? text : text.substring(line + 1);
    }
}
