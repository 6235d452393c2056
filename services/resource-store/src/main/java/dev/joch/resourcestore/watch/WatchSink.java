package dev.joch.resourcestore.watch;

import dev.joch.resourcestore.v1.WatchResponse;
import dev.joch.service.problem.ProblemException;

/** Where a watch sends its changes: one peer, with its own pace. */
public interface WatchSink {

    /** Whether the peer takes more without us holding it in memory. */
    boolean isReady();

    /** The peer went away. */
    boolean isClosed();

    void send(WatchResponse response);

    /** Ends the stream. */
    void fail(ProblemException reason);
}
