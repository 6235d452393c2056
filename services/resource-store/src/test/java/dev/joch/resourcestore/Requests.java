package dev.joch.resourcestore;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;

import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.OwnerReference;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.Delete;
import dev.joch.resourcestore.v1.Filter;
import dev.joch.resourcestore.v1.Mutation;
import dev.joch.resourcestore.v1.Precondition;
import dev.joch.resourcestore.v1.Put;
import dev.joch.resourcestore.v1.PutStatus;
import dev.joch.resourcestore.v1.WriteRequest;

import java.util.Arrays;
import java.util.List;

/**
 * Requests in few words. Everything is of tenant {@code acme} in namespace {@code ns} unless it
 * says otherwise.
 */
public final class Requests {

    public static final String TENANT = "acme";

    private Requests() {}

    public static Resource agent(String name, String spec) {
        return resource("Agent", name, spec);
    }

    public static Resource resource(String kind, String name, String spec) {
        return Resource.newBuilder()
                .setApiVersion("runtime.joch.dev/v1alpha1")
                .setKind(kind)
                .setMetadata(ObjectMeta.newBuilder().setNamespace("ns").setName(name))
                .setSpec(any(spec))
                .build();
    }

    public static Any any(String text) {
        return Any.newBuilder()
                .setTypeUrl("type.googleapis.com/test")
                .setValue(ByteString.copyFromUtf8(text))
                .build();
    }

    public static Resource in(Resource resource, String namespace) {
        Resource.Builder moved = resource.toBuilder();
        moved.getMetadataBuilder().setNamespace(namespace);
        return moved.build();
    }

    public static Resource at(Resource resource, String resourceVersion) {
        Resource.Builder versioned = resource.toBuilder();
        versioned.getMetadataBuilder().setResourceVersion(resourceVersion);
        return versioned.build();
    }

    public static Resource labelled(Resource resource, String key, String value) {
        Resource.Builder labelled = resource.toBuilder();
        labelled.getMetadataBuilder().putLabels(key, value);
        return labelled.build();
    }

    public static Resource finalized(Resource resource, String... finalizers) {
        Resource.Builder changed = resource.toBuilder();
        changed.getMetadataBuilder().clearFinalizers().addAllFinalizers(List.of(finalizers));
        return changed.build();
    }

    public static Resource ownedBy(Resource resource, Resource... owners) {
        Resource.Builder owned = resource.toBuilder();
        for (Resource owner : owners) {
            owned.getMetadataBuilder()
                    .addOwnerReferences(
                            OwnerReference.newBuilder()
                                    .setApiVersion(owner.getApiVersion())
                                    .setKind(owner.getKind())
                                    .setName(owner.getMetadata().getName())
                                    .setUid(owner.getMetadata().getUid()));
        }
        return owned.build();
    }

    public static ResourceKey key(String kind, String name) {
        return ResourceKey.newBuilder()
                .setTenant(TENANT)
                .setKind(kind)
                .setNamespace("ns")
                .setName(name)
                .build();
    }

    public static ResourceKey agentKey(String name) {
        return key("Agent", name);
    }

    public static Mutation put(Resource resource, ResourceKey... references) {
        return Mutation.newBuilder()
                .setPut(
                        Put.newBuilder()
                                .setResource(resource)
                                .addAllReferences(Arrays.asList(references)))
                .build();
    }

    public static Mutation create(Resource resource) {
        return Mutation.newBuilder()
                .setPut(Put.newBuilder().setResource(resource).setMode(Put.Mode.MODE_CREATE))
                .build();
    }

    public static Mutation update(Resource resource) {
        return Mutation.newBuilder()
                .setPut(Put.newBuilder().setResource(resource).setMode(Put.Mode.MODE_UPDATE))
                .build();
    }

    public static Mutation status(ResourceKey key, String status) {
        return Mutation.newBuilder()
                .setPutStatus(PutStatus.newBuilder().setKey(key).setStatus(any(status)))
                .build();
    }

    public static Mutation delete(ResourceKey key) {
        return delete(key, Delete.Propagation.PROPAGATION_UNSPECIFIED);
    }

    public static Mutation cascade(ResourceKey key) {
        return delete(key, Delete.Propagation.PROPAGATION_CASCADE);
    }

    public static Mutation orphan(ResourceKey key) {
        return delete(key, Delete.Propagation.PROPAGATION_ORPHAN);
    }

    private static Mutation delete(ResourceKey key, Delete.Propagation propagation) {
        return Mutation.newBuilder()
                .setDelete(Delete.newBuilder().setKey(key).setPropagation(propagation))
                .build();
    }

    public static Precondition exists(ResourceKey key) {
        return Precondition.newBuilder()
                .setKey(key)
                .setExpectation(Precondition.Expectation.EXPECTATION_EXISTS)
                .build();
    }

    public static Precondition absent(ResourceKey key) {
        return Precondition.newBuilder()
                .setKey(key)
                .setExpectation(Precondition.Expectation.EXPECTATION_ABSENT)
                .build();
    }

    public static WriteRequest write(Mutation... mutations) {
        return WriteRequest.newBuilder()
                .setTenant(TENANT)
                .addAllMutations(Arrays.asList(mutations))
                .build();
    }

    public static Filter all() {
        return Filter.newBuilder().setTenant(TENANT).build();
    }
}
