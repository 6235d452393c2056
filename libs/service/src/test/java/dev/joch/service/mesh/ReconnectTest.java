package dev.joch.service.mesh;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.testkit.wait.Await;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;

import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

class ReconnectTest {

    private static final Duration SOON = Duration.ofSeconds(10);

    /** Tells of changes of its state, and of nothing else, as gRPC's own do. */
    private static final class Channel extends ManagedChannel {

        private final AtomicReference<ConnectivityState> state =
                new AtomicReference<>(ConnectivityState.IDLE);
        private final AtomicReference<Runnable> listener = new AtomicReference<>(() -> {});
        private final AtomicInteger resets = new AtomicInteger();

        void become(ConnectivityState next) {
            state.set(next);
            listener.getAndSet(() -> {}).run();
        }

        @Override
        public ConnectivityState getState(boolean connect) {
            return state.get();
        }

        @Override
        public void notifyWhenStateChanged(ConnectivityState source, Runnable callback) {
            listener.set(callback);
        }

        @Override
        public void resetConnectBackoff() {
            resets.incrementAndGet();
        }

        @Override
        public ManagedChannel shutdown() {
            become(ConnectivityState.SHUTDOWN);
            return this;
        }

        @Override
        public ManagedChannel shutdownNow() {
            return shutdown();
        }

        @Override
        public boolean isShutdown() {
            return state.get() == ConnectivityState.SHUTDOWN;
        }

        @Override
        public boolean isTerminated() {
            return isShutdown();
        }

        @Override
        public boolean awaitTermination(long timeout, TimeUnit unit) {
            return isShutdown();
        }

        @Override
        public <A, B> ClientCall<A, B> newCall(MethodDescriptor<A, B> method, CallOptions options) {
            throw new UnsupportedOperationException("nobody calls over this channel");
        }

        @Override
        public String authority() {
            return "peer";
        }
    }

    @Test
    void aPeerIsLookedForAgainAndAgainUntilItIsBack() {
        Channel channel = new Channel();
        Reconnect.keepTrying(channel);
        channel.become(ConnectivityState.TRANSIENT_FAILURE);
        Await.until("it is looked for three times", SOON, () -> channel.resets.get() >= 3);
        channel.become(ConnectivityState.READY);
        int before = channel.resets.get();
        channel.become(ConnectivityState.TRANSIENT_FAILURE);
        Await.until("it is looked for once more", SOON, () -> channel.resets.get() > before);
        channel.shutdown();
        assertThat(channel.isShutdown()).isTrue();
    }
}
