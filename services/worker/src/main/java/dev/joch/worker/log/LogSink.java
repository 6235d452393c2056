package dev.joch.worker.log;

import dev.joch.trace.v1.LogChunk;

import java.util.List;

/** Where the chunks of one log go. */
public interface LogSink {

    /** What came of an attempt to send. */
    enum Answer {
        /** They are durable. */
        TAKEN,
        /** Nobody answers; trying again may help. */
        AWAY,
        /** They will not be taken, however often they are sent. */
        REFUSED
    }

    /**
     * Sends chunks; sending them again does no harm.
     *
     * @param close nothing follows
     */
    Answer append(List<LogChunk> chunks, boolean close);
}
