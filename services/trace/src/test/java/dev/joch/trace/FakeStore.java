package dev.joch.trace;

import com.google.protobuf.Any;
import com.google.protobuf.Message;

import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.BatchGetRequest;
import dev.joch.resourcestore.v1.BatchGetResponse;
import dev.joch.resourcestore.v1.Outcome;
import dev.joch.resourcestore.v1.PutStatus;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceImplBase;
import dev.joch.resourcestore.v1.WriteRequest;
import dev.joch.resourcestore.v1.WriteResponse;

import io.grpc.stub.StreamObserver;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** A store that is read by key and takes statuses. */
final class FakeStore extends ResourceStoreServiceImplBase {

    private final Map<ResourceKey, Resource> stored = new LinkedHashMap<>();
    private long revision;

    synchronized void put(
            String kind, String namespace, String name, Map<String, String> labels, Message spec) {
        put(
                Resource.newBuilder()
                        .setKind(kind)
                        .setMetadata(
                                ObjectMeta.newBuilder()
                                        .setTenant("acme")
                                        .setNamespace(namespace)
                                        .setName(name)
                                        .setUid("uid-" + name)
                                        .setGeneration(1)
                                        .putAllLabels(labels))
                        .setSpec(Any.pack(spec))
                        .build());
    }

    private void put(Resource resource) {
        revision++;
        Resource.Builder versioned = resource.toBuilder();
        versioned.getMetadataBuilder().setResourceVersion(Long.toString(revision));
        Resource kept = versioned.build();
        stored.put(ResourceKeys.of(kept), kept);
    }

    synchronized Optional<Resource> get(ResourceKey key) {
        return Optional.ofNullable(stored.get(key));
    }

    @Override
    public synchronized void batchGet(
            BatchGetRequest request, StreamObserver<BatchGetResponse> answer) {
        BatchGetResponse.Builder found = BatchGetResponse.newBuilder().setRevision(revision);
        for (ResourceKey key : request.getKeysList()) {
            get(key).ifPresent(found::addResources);
        }
        answer.onNext(found.build());
        answer.onCompleted();
    }

    @Override
    public synchronized void write(WriteRequest request, StreamObserver<WriteResponse> answer) {
        WriteResponse.Builder outcomes = WriteResponse.newBuilder();
        request.getMutationsList()
                .forEach(mutation -> {
                    PutStatus put = mutation.getPutStatus();
                    put(
                            get(put.getKey()).orElseThrow().toBuilder()
                                    .setStatus(put.getStatus())
                                    .build());
                    outcomes.addOutcomes(
                            Outcome.newBuilder()
                                    .setAction(Outcome.Action.ACTION_CONFIGURED)
                                    .setResource(get(put.getKey()).orElseThrow()));
                });
        answer.onNext(outcomes.build());
        answer.onCompleted();
    }
}
