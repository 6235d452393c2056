package dev.joch.runtime;

import com.google.protobuf.ByteString;

/** What a look into a log gave. */
public sealed interface LogRead {

    /** Longest piece in bytes. */
    int MOST = 64 * 1024;

    /**
     * A piece, in order, cut anywhere.
     *
     * @param gap bytes before it are lost, since the log has a limit and was read too slowly
     */
    record Chunk(ByteString bytes, boolean gap) implements LogRead {}

    /** Nothing came in time; ask again. */
    record Quiet() implements LogRead {}

    /** Nothing more will come. */
    record End() implements LogRead {}
}
