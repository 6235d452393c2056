package dev.joch.scheduler.simulation;

import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.v1.FollowOrdersResponse;

import io.grpc.stub.ServerCallStreamObserver;

import java.util.function.Consumer;

/** The stream of orders to one worker. */
final class OrderStream extends ServerCallStreamObserver<FollowOrdersResponse> {

    private final Consumer<LeaseRef> cancels;
    private final Runnable breaks;

    OrderStream(Consumer<LeaseRef> cancels, Runnable breaks) {
        this.cancels = cancels;
        this.breaks = breaks;
    }

    @Override
    public void onNext(FollowOrdersResponse order) {
        cancels.accept(LeaseRef.of(order.getCancel()));
    }

    @Override
    public void onError(Throwable why) {
        breaks.run();
    }

    @Override
    public void onCompleted() {
        breaks.run();
    }

    @Override
    public boolean isCancelled() {
        return false;
    }

    @Override
    public void setOnCancelHandler(Runnable handler) {}

    @Override
    public void setCompression(String compression) {}

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public void setOnReadyHandler(Runnable handler) {}

    @Override
    public void request(int count) {}

    @Override
    public void setMessageCompression(boolean enable) {}

    @Override
    public void disableAutoInboundFlowControl() {}
}
