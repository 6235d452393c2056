package dev.joch.admission;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.BatchGetRequest;
import dev.joch.resourcestore.v1.BatchGetResponse;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceImplBase;

import io.grpc.Status;
import io.grpc.stub.StreamObserver;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A store that knows what it was given and counts how often it is asked. */
final class FakeStore extends ResourceStoreServiceImplBase {

    private final Map<ResourceKey, Resource> stored = new ConcurrentHashMap<>();
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean away;

    void put(String yaml) {
        new Shelf().put(yaml).all().forEach(this::put);
    }

    void put(Resource resource) {
        stored.put(Shelf.key(resource), resource);
    }

    void goAway(boolean gone) {
        away = gone;
    }

    /** How often it was asked since this was last called. */
    int asked() {
        return asked.getAndSet(0);
    }

    @Override
    public void batchGet(BatchGetRequest request, StreamObserver<BatchGetResponse> answer) {
        asked.incrementAndGet();
        if (away) {
            answer.onError(Status.UNAVAILABLE.asRuntimeException());
            return;
        }
        BatchGetResponse.Builder found = BatchGetResponse.newBuilder();
        for (ResourceKey key : request.getKeysList()) {
            Resource resource = stored.get(key);
            if (resource != null) {
                found.addResources(resource);
            }
        }
        answer.onNext(found.build());
        answer.onCompleted();
    }
}
