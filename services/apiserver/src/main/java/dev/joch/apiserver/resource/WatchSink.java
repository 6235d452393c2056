package dev.joch.apiserver.resource;

import dev.joch.api.v1.WatchResourcesResponse;

import java.time.Duration;

/** Where a watch goes. One thread sends. */
public interface WatchSink {

    /**
     * Waits until the client takes more; answers whether it does. Comes back early when the watch
     * is cancelled.
     */
    boolean awaitReady(Duration patience);

    void send(WatchResourcesResponse change);
}
