package dev.joch.scheduler;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resource.v1alpha1.ToolCallSpec;
import dev.joch.resourcestore.v1.BatchGetRequest;
import dev.joch.resourcestore.v1.BatchGetResponse;
import dev.joch.resourcestore.v1.ChangeType;
import dev.joch.resourcestore.v1.ListRequest;
import dev.joch.resourcestore.v1.ListResponse;
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

/**
 * A store that knows point reads, one watch and the tool calls of a run. Executions are there until
 * somebody deletes them.
 */
final class FakeStore extends ResourceStoreServiceImplBase {

    private final Map<ResourceKey, Resource> stored = new LinkedHashMap<>();
    private final Set<ResourceKey> deleted = new HashSet<>();
    private final List<StreamObserver<WatchResponse>> watches = new ArrayList<>();
    private long revision;

    synchronized void put(Resource resource) {
        revision++;
        stored.put(ResourceKeys.of(resource), resource);
        deleted.remove(ResourceKeys.of(resource));
        tell(ChangeType.CHANGE_TYPE_MODIFIED, resource);
    }

    synchronized void delete(ResourceKey key) {
        revision++;
        deleted.add(key);
        Resource gone = stored.remove(key);
        if (gone != null) {
            tell(ChangeType.CHANGE_TYPE_DELETED, gone);
        }
    }

    private void tell(ChangeType type, Resource resource) {
        WatchResponse change =
                WatchResponse.newBuilder()
                        .setType(type)
                        .setResource(resource)
                        .setRevision(revision)
                        .build();
        watches.forEach(watch -> watch.onNext(change));
    }

    @Override
    public synchronized void batchGet(
            BatchGetRequest request, StreamObserver<BatchGetResponse> answer) {
        BatchGetResponse.Builder found = BatchGetResponse.newBuilder().setRevision(revision);
        for (ResourceKey key : request.getKeysList()) {
            Resource resource = stored.get(key);
            if (resource != null) {
                found.addResources(resource);
            } else if (key.getKind().equals("Execution") && !deleted.contains(key)) {
                found.addResources(Runs.execution(key.getNamespace(), key.getName()));
            }
        }
        answer.onNext(found.build());
        answer.onCompleted();
    }

    @Override
    public synchronized void list(ListRequest request, StreamObserver<ListResponse> answer) {
        ListResponse.Builder found = ListResponse.newBuilder();
        for (Resource resource : stored.values()) {
            if (request.getFilter().getKindsList().contains(resource.getKind())
                    && request.getFilter().getFieldSelector().endsWith("=" + execution(resource))) {
                found.addResources(resource);
            }
        }
        answer.onNext(found.build());
        answer.onCompleted();
    }

    private static String execution(Resource resource) {
        try {
            return resource.getSpec().unpack(ToolCallSpec.class).getExecutionRef().getName();
        } catch (com.google.protobuf.InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public synchronized void watch(WatchRequest request, StreamObserver<WatchResponse> answer) {
        for (Resource resource : stored.values()) {
            if (request.getFilter().getKindsList().contains(resource.getKind())) {
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
