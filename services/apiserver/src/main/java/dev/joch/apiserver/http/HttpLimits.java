package dev.joch.apiserver.http;

import java.time.Duration;

/**
 * What the HTTP port puts up with.
 *
 * @param lineBytes longest request line
 * @param headerBytes all header lines of a request together
 * @param bodyBytes body of one request
 * @param allBodiesBytes bodies of all requests that are under way together
 * @param connections open at once
 * @param requestTime from the first byte of a request, or the opening of the connection, to the
 *     last byte
 * @param idleTime between two requests of a connection
 */
public record HttpLimits(
        int lineBytes,
        int headerBytes,
        int bodyBytes,
        long allBodiesBytes,
        int connections,
        Duration requestTime,
        Duration idleTime) {

    public HttpLimits {
        if (lineBytes < 1
                || headerBytes < 1
                || bodyBytes < 1
                || allBodiesBytes < bodyBytes
                || connections < 1) {
            throw new IllegalArgumentException(
                    "limits must be positive, and one body must fit into all bodies");
        }
    }
}
