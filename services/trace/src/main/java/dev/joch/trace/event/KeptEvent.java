package dev.joch.trace.event;

import com.google.protobuf.ByteString;

import java.time.Instant;

/**
 * An event and where it stands among those of its run. Positions grow, with gaps.
 *
 * @param type full name of the message
 * @param source service that told it
 */
public record KeptEvent(
        long position, String id, String type, String source, Instant at, ByteString payload) {}
