package dev.joch.trace.intake;

/**
 * Where spans are taken.
 *
 * @param grpcPort 0 takes a free one, -1 none
 * @param httpPort the same
 * @param maxRequestBytes of one request, unpacked
 * @param maxWaitingBytes of requests that wait for a commit
 */
public record OtlpConfig(
        String host, int grpcPort, int httpPort, int maxRequestBytes, long maxWaitingBytes) {

    public OtlpConfig {
        if (maxRequestBytes < 1024 || maxWaitingBytes < maxRequestBytes) {
            throw new IllegalArgumentException(
                    "joch.trace.otlp.max-request-bytes is at least 1024, and max-waiting-bytes at"
                            + " least as much");
        }
    }
}
