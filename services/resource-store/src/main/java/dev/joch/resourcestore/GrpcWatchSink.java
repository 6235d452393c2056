package dev.joch.resourcestore;

import dev.joch.resourcestore.v1.WatchResponse;
import dev.joch.resourcestore.watch.WatchSink;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ProblemStatus;

import io.grpc.stub.ServerCallStreamObserver;

import java.util.concurrent.atomic.AtomicReference;

/** A stream of gRPC as the sink of a watch, at the pace of its flow control. */
final class GrpcWatchSink implements WatchSink {

    private static final Runnable NOBODY = () -> {};

    private final ServerCallStreamObserver<WatchResponse> stream;
    private final AtomicReference<Runnable> listener = new AtomicReference<>(NOBODY);

    GrpcWatchSink(ServerCallStreamObserver<WatchResponse> stream) {
        this.stream = stream;
        stream.setOnReadyHandler(this::changed);
        stream.setOnCancelHandler(this::changed);
    }

    /** Who waits for the peer to become ready or to go away. */
    void onChange(Runnable wake) {
        listener.set(wake);
        wake.run();
    }

    private void changed() {
        listener.get().run();
    }

    @Override
    public boolean isReady() {
        return stream.isReady();
    }

    @Override
    public boolean isClosed() {
        return stream.isCancelled();
    }

    @Override
    public void send(WatchResponse response) {
        stream.onNext(response);
    }

    @Override
    public void fail(ProblemException reason) {
        if (!stream.isCancelled()) {
            stream.onError(ProblemStatus.toException(reason.problem()));
        }
    }
}
