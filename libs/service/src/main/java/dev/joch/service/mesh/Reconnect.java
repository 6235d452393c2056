package dev.joch.service.mesh;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Looks for a peer that went away once a second. gRPC's own patience grows to two minutes, and a
 * service that came back would be missed for as long.
 */
final class Reconnect implements Runnable {

    private static final Executor IN_A_SECOND =
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final ManagedChannel channel;

    private Reconnect(ManagedChannel channel) {
        this.channel = channel;
    }

    static void keepTrying(ManagedChannel channel) {
        new Reconnect(channel).watch(channel.getState(false));
    }

    private void watch(ConnectivityState state) {
        channel.notifyWhenStateChanged(state, this);
    }

    @Override
    public void run() {
        ConnectivityState state = channel.getState(false);
        if (state == ConnectivityState.SHUTDOWN) {
            return;
        }
        if (state == ConnectivityState.TRANSIENT_FAILURE) {
            IN_A_SECOND.execute(channel::resetConnectBackoff);
        }
        watch(state);
    }
}
