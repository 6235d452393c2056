package dev.joch.trace.follow;

import java.time.Duration;

/** Takes what a reader gets. */
public interface PartSink<M> {

    /** False when the reader takes no more within that time; a reader who left never does. */
    boolean awaitReady(Duration patience);

    /** Whether the reader has left. */
    boolean gone();

    void send(M part);
}
