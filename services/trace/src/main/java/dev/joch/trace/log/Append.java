package dev.joch.trace.log;

import dev.joch.trace.v1.LogChunk;

import java.util.List;

/**
 * What a worker hands in.
 *
 * @param token of its lease
 * @param chunks in order of their numbers
 * @param close nothing follows
 */
public record Append(LogKey log, long token, List<LogChunk> chunks, boolean close) {

    public Append {
        chunks = List.copyOf(chunks);
    }
}
