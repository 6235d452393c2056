package dev.joch.trace.log;

import dev.joch.trace.v1.LogChunk;

import java.util.List;

/**
 * Chunks that are kept in one row.
 *
 * @param position bytes of the log before it
 * @param lines line feeds in it
 */
public record Piece(long position, long token, List<LogChunk> chunks, int bytes, int lines) {

    public Piece {
        chunks = List.copyOf(chunks);
    }

    public long end() {
        return position + bytes;
    }

    public long first() {
        return chunks.getFirst().getNumber();
    }

    public long last() {
        return chunks.getLast().getNumber();
    }
}
