package dev.joch.apiserver.testing;

import dev.joch.resourcestore.v1.ChangeType;
import dev.joch.resourcestore.v1.WatchRequest;
import dev.joch.resourcestore.v1.WatchResponse;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ProblemStatus;

import io.grpc.stub.ServerCallStreamObserver;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.concurrent.locks.LockSupport;

/** One watch on the fake store, at the pace of its reader. */
final class FakeWatch {

    private final FakeStore store;
    private final WatchRequest request;
    private final ServerCallStreamObserver<WatchResponse> out;
    private volatile @Nullable ProblemException end;

    FakeWatch(FakeStore store, WatchRequest request, ServerCallStreamObserver<WatchResponse> out) {
        this.store = store;
        this.request = request;
        this.out = out;
        out.setOnCancelHandler(() -> {});
    }

    void start() {
        Thread.ofVirtual().start(this::run);
    }

    void end(ProblemException reason) {
        end = reason;
    }

    boolean over() {
        return out.isCancelled();
    }

    private void run() {
        try {
            long at = request.getFromRevision();
            if (at == 0) {
                at = sendState();
            }
            while (!stopped()) {
                List<FakeStore.Change> changes = store.after(at);
                for (FakeStore.Change change : changes) {
                    at = change.revision();
                    if (StoreRules.matches(request.getFilter(), change.resource())) {
                        send(
                                WatchResponse.newBuilder()
                                        .setType(change.type())
                                        .setResource(change.resource())
                                        .setRevision(at)
                                        .build());
                    }
                }
                if (changes.isEmpty()) {
                    send(bookmark(at));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            store.ended(this);
            ProblemException reason = end;
            if (reason != null && !out.isCancelled()) {
                out.onError(ProblemStatus.toException(reason.problem()));
            }
        }
    }

    private long sendState() {
        long at = store.revision();
        store.resources().stream()
                .filter(resource -> StoreRules.matches(request.getFilter(), resource))
                .forEach(resource ->
                        send(
                                WatchResponse.newBuilder()
                                        .setType(ChangeType.CHANGE_TYPE_ADDED)
                                        .setResource(resource)
                                        .build()));
        send(bookmark(at).toBuilder().setInitialEnd(true).build());
        return at;
    }

    private static WatchResponse bookmark(long at) {
        return WatchResponse.newBuilder()
                .setType(ChangeType.CHANGE_TYPE_BOOKMARK)
                .setRevision(at)
                .build();
    }

    private void send(WatchResponse response) {
        while (!out.isReady() && !stopped()) {
            LockSupport.parkNanos(1_000_000);
        }
        if (!stopped()) {
            out.onNext(response);
        }
    }

    private boolean stopped() {
        return out.isCancelled() || end != null;
    }
}
