package dev.joch.resourcestore.write;

import dev.joch.resource.v1alpha1.ObjectMeta;
import dev.joch.resource.v1alpha1.OwnerReference;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.RequestLimits;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.v1.Mutation;
import dev.joch.resourcestore.v1.WriteRequest;

/**
 * The limits of the proto file, and what an index can hold. Written out: a rule engine would cost
 * more to start than to have.
 */
final class WriteLimits {

    private static final int MOST_MUTATIONS = 1_000;
    private static final int MOST_PRECONDITIONS = 10_000;
    private static final int MOST_REFERENCES = 2_000;
    private static final int LONGEST_REQUEST_ID = 255;
    private static final int MOST_FINALIZERS = 100;
    private static final int MOST_OWNERS = 100;

    /**
     * As much as Kubernetes holds in one object, so that no backend has to refuse what another
     * took.
     */
    private static final int LARGEST_RESOURCE = 1_500_000;

    private WriteLimits() {}

    static void check(WriteRequest request) {
        RequestLimits.tenant(request.getTenant(), "tenant");
        RequestLimits.size(request.getMutationsCount(), 1, MOST_MUTATIONS, "mutations");
        RequestLimits.size(request.getPreconditionsCount(), 0, MOST_PRECONDITIONS, "preconditions");
        RequestLimits.text(request.getRequestId(), 0, LONGEST_REQUEST_ID, "request_id");
        for (int i = 0; i < request.getMutationsCount(); i++) {
            Mutation mutation = request.getMutations(i);
            if (mutation.hasPut()) {
                RequestLimits.size(
                        mutation.getPut().getReferencesCount(),
                        0,
                        MOST_REFERENCES,
                        "mutations[" + i + "].put.references");
            }
        }
    }

    static void check(Key key, String at) {
        RequestLimits.key(key, at);
    }

    static void check(Resource resource, String at) {
        RequestLimits.size(resource.getSerializedSize(), 0, LARGEST_RESOURCE, at + " (bytes)");
        ObjectMeta metadata = resource.getMetadata();
        RequestLimits.size(
                metadata.getFinalizersCount(), 0, MOST_FINALIZERS, at + ".metadata.finalizers");
        RequestLimits.size(
                metadata.getOwnerReferencesCount(),
                0,
                MOST_OWNERS,
                at + ".metadata.owner_references");
        for (int i = 0; i < metadata.getOwnerReferencesCount(); i++) {
            OwnerReference owner = metadata.getOwnerReferences(i);
            String field = at + ".metadata.owner_references[" + i + "]";
            RequestLimits.text(owner.getUid(), 1, RequestLimits.LONGEST_NAME, field + ".uid");
            RequestLimits.text(owner.getKind(), 1, RequestLimits.LONGEST_NAME, field + ".kind");
            RequestLimits.text(owner.getName(), 1, RequestLimits.LONGEST_NAME, field + ".name");
        }
    }
}
