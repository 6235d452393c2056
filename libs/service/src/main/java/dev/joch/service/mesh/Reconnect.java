package dev.joch.service.mesh;

import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Looks for a peer that went away once a second. gRPC's own patience grows to two minutes, and a
 * service that came back would be missed for as long.
 *
 * <p>A channel whose attempts fail stays in failure and tells nobody of the single attempts, so
 * that a change of its state begins the looking and the state alone ends it.
 */
final class Reconnect implements Runnable {

    private static final Executor IN_A_SECOND =
            CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final ManagedChannel channel;
    private final AtomicBoolean looking = new AtomicBoolean();

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
        lookWhileAway();
        watch(state);
    }

    private void lookWhileAway() {
        if (isAway() && looking.compareAndSet(false, true)) {
            IN_A_SECOND.execute(this::look);
        }
    }

    private void look() {
        if (isAway()) {
            channel.resetConnectBackoff();
        }
        looking.set(false);
        lookWhileAway();
    }

    private boolean isAway() {
        return channel.getState(false) == ConnectivityState.TRANSIENT_FAILURE;
    }
}
