package dev.joch.worker.conformance;

import dev.joch.trace.v1.LogChunk;
import dev.joch.worker.log.LogSink;

import java.util.List;

/** The log of a run, in memory. */
final class KeptLog implements LogSink {

    private final StringBuilder text = new StringBuilder();

    @Override
    public synchronized Answer append(List<LogChunk> chunks, boolean close) {
        chunks.forEach(chunk -> text.append(chunk.getText().toStringUtf8()));
        return Answer.TAKEN;
    }

    synchronized String text() {
        return text.toString();
    }
}
