package dev.joch.resourcestore.catalogue;

import com.google.protobuf.ByteString;

import dev.joch.resourcestore.v1.WriteResponse;

import java.time.Instant;

/**
 * The answer to a request with an id, kept for those who ask again.
 *
 * @param digest of the request, so that other content under the same id is noticed
 */
public record RememberedAnswer(
        RequestName name, ByteString digest, WriteResponse answer, Instant answeredAt) {

    /** A request id, unique within its tenant. */
    public record RequestName(String tenant, String requestId) {}
}
