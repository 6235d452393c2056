package dev.joch.runtime;

/**
 * Which part of a log.
 *
 * @param tailBytes begin that far before the end, on a whole line where there is one
 * @param follow wait for what comes until the instance has ended
 */
public record LogRequest(long tailBytes, boolean follow) {

    public static final LogRequest ALL = new LogRequest(Long.MAX_VALUE, false);
    public static final LogRequest FOLLOW = new LogRequest(Long.MAX_VALUE, true);

    public LogRequest {
        if (tailBytes < 0) {
            throw new IllegalArgumentException("tailBytes is not negative");
        }
    }
}
