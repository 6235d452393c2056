package dev.joch.compiler;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.BatchGetRequest;
import dev.joch.resourcestore.v1.BatchGetResponse;
import dev.joch.resourcestore.v1.ChangeType;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceImplBase;
import dev.joch.resourcestore.v1.WatchRequest;
import dev.joch.resourcestore.v1.WatchResponse;

import io.grpc.stub.StreamObserver;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A store with one watch at a time, which can be made to lag. */
final class FakeStore extends ResourceStoreServiceImplBase {

    private final Map<ResourceKey, Resource> stored = new LinkedHashMap<>();
    private final List<StreamObserver<WatchResponse>> watches = new ArrayList<>();
    private final Set<String> kinds = new HashSet<>();
    private long revision;
    private boolean lagging;

    /** Stores it with the next revision, which it gives. */
    synchronized long put(Resource resource) {
        revision++;
        Resource.Builder versioned = resource.toBuilder();
        versioned.getMetadataBuilder().setResourceVersion(Long.toString(revision));
        Resource kept = versioned.build();
        stored.put(ResourceKeys.of(kept), kept);
        tell(ChangeType.CHANGE_TYPE_MODIFIED, kept);
        return revision;
    }

    synchronized void putAll(List<Resource> resources) {
        resources.forEach(this::put);
    }

    synchronized long delete(ResourceKey key) {
        revision++;
        Resource gone = stored.remove(key);
        if (gone != null) {
            tell(ChangeType.CHANGE_TYPE_DELETED, gone);
        }
        return revision;
    }

    /** Watchers hear nothing of what comes now. */
    synchronized void lag(boolean on) {
        lagging = on;
    }

    private void tell(ChangeType type, Resource resource) {
        if (!lagging && kinds.contains(resource.getKind())) {
            WatchResponse change =
                    WatchResponse.newBuilder()
                            .setType(type)
                            .setResource(resource)
                            .setRevision(revision)
                            .build();
            watches.forEach(watch -> watch.onNext(change));
        }
    }

    @Override
    public synchronized void batchGet(
            BatchGetRequest request, StreamObserver<BatchGetResponse> answer) {
        BatchGetResponse.Builder found = BatchGetResponse.newBuilder().setRevision(revision);
        for (ResourceKey key : request.getKeysList()) {
            Resource resource = stored.get(key);
            if (resource != null) {
                found.addResources(resource);
            }
        }
        answer.onNext(found.build());
        answer.onCompleted();
    }

    @Override
    public synchronized void watch(WatchRequest request, StreamObserver<WatchResponse> answer) {
        kinds.addAll(request.getFilter().getKindsList());
        for (Resource resource : stored.values()) {
            if (kinds.contains(resource.getKind())) {
                answer.onNext(
                        WatchResponse.newBuilder()
                                .setType(ChangeType.CHANGE_TYPE_ADDED)
                                .setResource(resource)
                                .build());
            }
        }
        answer.onNext(
                WatchResponse.newBuilder()
                        .setType(ChangeType.CHANGE_TYPE_BOOKMARK)
                        .setRevision(revision)
                        .setInitialEnd(true)
                        .build());
        watches.add(answer);
    }
}
