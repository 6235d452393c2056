package dev.joch.apiserver.resource;

import com.google.protobuf.Message;

import java.time.Duration;

/** Where a stream of answers goes. One thread sends. */
public interface StreamSink<M extends Message> {

    /**
     * Waits until the client takes more; answers whether it does. Comes back early when the call is
     * cancelled.
     */
    boolean awaitReady(Duration patience);

    void send(M message);
}
