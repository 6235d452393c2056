package dev.joch.apiserver;

import dev.joch.apiserver.http.HttpLimits;
import dev.joch.apiserver.resource.WatchResources;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.time.Duration;

/**
 * How the edge listens and what it puts up with.
 *
 * @param port of REST; 0 takes a free one
 * @param grpcPort of gRPC; 0 takes a free one
 * @param certificate chain in PEM; {@code null} for plain text
 * @param metrics whether whoever reaches the REST port may read the metrics of the process
 */
record ApiServerConfig(
        String host,
        int port,
        int grpcPort,
        @Nullable File certificate,
        @Nullable File key,
        boolean reflection,
        int calls,
        Duration callTime,
        HttpLimits http,
        int watches,
        WatchResources.Patience patience,
        boolean metrics) {

    /** Withdrawn rights end a watch within ten seconds. */
    static final Duration RECHECK_RIGHTS = Duration.ofSeconds(3);

    /**
     * Above the 8 MB of documents, so that what is somewhat too large is refused with its reason.
     */
    static final int MAX_MESSAGE_BYTES = 16 << 20;

    ApiServerConfig {
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException(
                    "joch.apiserver.tls needs both cert-file and key-file, or neither");
        }
        if (calls < 1 || watches < 1 || callTime.isZero() || callTime.isNegative()) {
            throw new IllegalArgumentException("joch.apiserver.limits must be positive");
        }
    }
}
