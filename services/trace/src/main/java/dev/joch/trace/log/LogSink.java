package dev.joch.trace.log;

import dev.joch.trace.v1.ReadLogResponse;

import java.time.Duration;

/** Takes what a reader of a log gets. */
public interface LogSink {

    /** False when the reader takes no more within that time; a reader who left never does. */
    boolean awaitReady(Duration patience);

    /** Whether the reader has left. */
    boolean gone();

    void send(ReadLogResponse part);
}
