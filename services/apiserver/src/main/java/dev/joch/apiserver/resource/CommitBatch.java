package dev.joch.apiserver.resource;

import dev.joch.admission.v1.Admitted;
import dev.joch.common.v1.Caller;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.v1.Mutation;
import dev.joch.resourcestore.v1.Put;
import dev.joch.resourcestore.v1.WriteRequest;
import dev.joch.resourcestore.v1.WriteResponse;
import dev.joch.service.problem.ProblemException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Has a batch judged and committed. The verdict rests on what admission read; the store checks that
 * it still holds, and if it does not, the batch is judged again.
 */
final class CommitBatch {

    private static final int MOST_ATTEMPTS = 3;

    /**
     * How to commit.
     *
     * @param requestId as the client gave it; empty for none
     */
    record Terms(String requestId, boolean validateOnly, Put.Mode mode) {
        Terms(String requestId, boolean validateOnly) {
            this(requestId, validateOnly, Put.Mode.MODE_UNSPECIFIED);
        }
    }

    /** The verdict and what the store did. */
    record Committed(Reviewed reviewed, WriteResponse written) {}

    private final ReviewBatch review;
    private final Catalogue catalogue;
    private final Rights rights;

    CommitBatch(ReviewBatch review, Catalogue catalogue, Rights rights) {
        this.review = review;
        this.catalogue = catalogue;
        this.rights = rights;
    }

    Committed commit(Caller caller, Batch batch, Terms terms) {
        for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
            Reviewed reviewed = review.require(caller.getTenant(), batch);
            Optional<WriteResponse> written =
                    catalogue.writeIfUnchanged(request(caller, reviewed, terms));
            if (written.isPresent()) {
                if (!terms.validateOnly()) {
                    rights.learn(written.get().getOutcomesList());
                }
                return new Committed(reviewed, written.get());
            }
        }
        throw new ProblemException(new ResourceProblem.Conflict(MOST_ATTEMPTS));
    }

    private static WriteRequest request(Caller caller, Reviewed reviewed, Terms terms) {
        WriteRequest.Builder write =
                WriteRequest.newBuilder()
                        .setTenant(caller.getTenant())
                        .addAllPreconditions(reviewed.preconditions())
                        .setRequestId(scoped(caller, terms.requestId()))
                        .setValidateOnly(terms.validateOnly());
        for (Admitted admitted : reviewed.admitted()) {
            write.addMutations(
                    Mutation.newBuilder()
                            .setPut(
                                    Put.newBuilder()
                                            .setResource(owned(caller, admitted.getResource()))
                                            .setMode(terms.mode())
                                            .addAllReferences(references(admitted))));
        }
        return write.build();
    }

    private static List<dev.joch.resource.v1alpha1.ResourceKey> references(Admitted admitted) {
        return admitted.getReferencesList();
    }

    /** The tenant is the caller's, whatever a document says. */
    private static Resource owned(Caller caller, Resource resource) {
        Resource.Builder owned = resource.toBuilder().clearStatus();
        owned.getMetadataBuilder().setTenant(caller.getTenant());
        return owned.build();
    }

    /** One caller's request id is nothing to another caller. */
    private static String scoped(Caller caller, String requestId) {
        if (requestId.isEmpty()) {
            return "";
        }
        String scope = caller.getMethod() + "\n" + caller.getSubject() + "\n" + requestId;
        return UUID.nameUUIDFromBytes(scope.getBytes(StandardCharsets.UTF_8)).toString();
    }
}
