package dev.joch.trace.log;

/**
 * What is known of a log without its text.
 *
 * @param token newest lease that wrote
 * @param durable highest number of that lease
 * @param bytes that came
 * @param dropped of them that are not kept
 */
public record LogHead(long token, long durable, long bytes, long dropped, boolean closed) {

    public static final LogHead EMPTY = new LogHead(0, 0, 0, 0, false);
}
