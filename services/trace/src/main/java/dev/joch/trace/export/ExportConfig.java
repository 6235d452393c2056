package dev.joch.trace.export;

import java.time.Duration;
import java.util.Map;

/**
 * Where spans are sent on to.
 *
 * @param endpoint {@code http://host:port}; empty: nowhere
 * @param compression {@code gzip} or {@code none}
 * @param batch most spans of one message
 * @param timeout how long a collector may take for one
 * @param firstPause after it failed; later ones double
 */
public record ExportConfig(
        String endpoint,
        Map<String, String> headers,
        String compression,
        int batch,
        Duration timeout,
        Duration firstPause,
        Duration longestPause) {

    /** A message is sent within a transaction, which the database ends when it takes too long. */
    private static final Duration MOST = Duration.ofSeconds(15);

    public ExportConfig {
        headers = Map.copyOf(headers);
        if (!endpoint.isEmpty()
                && !endpoint.startsWith("http://")
                && !endpoint.startsWith("https://")) {
            throw new IllegalArgumentException(
                    "joch.trace.export.endpoint begins with http:// or https://, e.g."
                            + " http://otel:4317");
        }
        if (!compression.equals("gzip") && !compression.equals("none")) {
            throw new IllegalArgumentException(
                    "joch.trace.export.compression is gzip or none, not " + compression);
        }
        if (batch < 1 || batch > 10_000) {
            throw new IllegalArgumentException("joch.trace.export.batch is from 1 to 10000");
        }
        if (timeout.toMillis() < 1 || timeout.compareTo(MOST) > 0) {
            throw new IllegalArgumentException("joch.trace.export.timeout is from 1ms to 15s");
        }
        if (firstPause.toMillis() < 1 || longestPause.compareTo(firstPause) < 0) {
            throw new IllegalArgumentException(
                    "joch.trace.export.first-pause is at least 1ms, and longest-pause at least as"
                            + " long");
        }
    }

    public boolean exports() {
        return !endpoint.isEmpty();
    }
}
