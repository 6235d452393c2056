package dev.joch.catalogue;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.v1.ChangeType;
import dev.joch.resourcestore.v1.Outcome;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceImplBase;
import dev.joch.resourcestore.v1.WatchRequest;
import dev.joch.resourcestore.v1.WatchResponse;
import dev.joch.resourcestore.v1.WriteRequest;
import dev.joch.resourcestore.v1.WriteResponse;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A store that says what a test lets it say. */
final class ScriptedStore extends ResourceStoreServiceImplBase {

    private final BlockingQueue<Watch> watches = new LinkedBlockingQueue<>();
    private final List<WriteRequest> writes = new ArrayList<>();
    private Outcome.Action action = Outcome.Action.ACTION_CONFIGURED;
    private Status refusal = Status.OK;

    /** One watch as it was asked for. */
    record Watch(WatchRequest request, StreamObserver<WatchResponse> answer) {

        void add(Resource resource, long revision) {
            change(ChangeType.CHANGE_TYPE_ADDED, resource, revision);
        }

        void delete(Resource resource, long revision) {
            change(ChangeType.CHANGE_TYPE_DELETED, resource, revision);
        }

        private void change(ChangeType type, Resource resource, long revision) {
            answer.onNext(
                    WatchResponse.newBuilder()
                            .setType(type)
                            .setResource(resource)
                            .setRevision(revision)
                            .build());
        }

        void bookmark(long revision, boolean initialEnd) {
            answer.onNext(
                    WatchResponse.newBuilder()
                            .setType(ChangeType.CHANGE_TYPE_BOOKMARK)
                            .setRevision(revision)
                            .setInitialEnd(initialEnd)
                            .build());
        }

        void fail(Status status) {
            answer.onError(status.asRuntimeException());
        }
    }

    @Override
    public void watch(WatchRequest request, StreamObserver<WatchResponse> answer) {
        watches.add(new Watch(request, answer));
    }

    /** The next watch that is asked for. */
    Watch nextWatch() throws InterruptedException {
        Watch watch = watches.poll(20, TimeUnit.SECONDS);
        if (watch == null) {
            throw new AssertionError("nobody watches");
        }
        return watch;
    }

    void answers(Outcome.Action action) {
        this.action = action;
    }

    void refuses(Status status) {
        this.refusal = status;
    }

    List<WriteRequest> writes() {
        return writes;
    }

    @Override
    public void write(WriteRequest request, StreamObserver<WriteResponse> answer) {
        writes.add(request);
        if (!refusal.isOk()) {
            answer.onError(refusal.asRuntimeException());
            return;
        }
        answer.onNext(
                WriteResponse.newBuilder()
                        .addOutcomes(Outcome.newBuilder().setAction(action))
                        .build());
        answer.onCompleted();
    }
}
