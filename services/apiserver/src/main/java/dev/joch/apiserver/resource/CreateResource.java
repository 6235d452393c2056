package dev.joch.apiserver.resource;

import dev.joch.common.v1.Caller;
import dev.joch.resource.kind.Kind;
import dev.joch.resource.kind.Kinds;
import dev.joch.resource.text.SourceMap;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.v1.Put;

import java.util.List;

/** Has one resource judged and committed that a call makes for its caller. */
public final class CreateResource {

    private final CommitBatch commit;

    CreateResource(CommitBatch commit) {
        this.commit = commit;
    }

    /**
     * Throws ALREADY_EXISTS when there is one of that name; the same request id again answers what
     * was created then.
     *
     * @param requestId as the client gave it; empty for none
     */
    public Resource create(Caller caller, Resource resource, String requestId, Records.Says says) {
        Kind kind = Kinds.kind(resource.getKind());
        Batch batch =
                new Batch(
                        List.of(
                                new Batch.Document(
                                        0, "", 0, kind, resource, SourceMap.empty(), false)),
                        List.of(),
                        0,
                        ReadDocuments.DEFAULT_NAMESPACE);
        CommitBatch.Committed committed =
                commit.commit(
                        caller,
                        batch,
                        new CommitBatch.Terms(requestId, false, Put.Mode.MODE_CREATE));
        committed
                .reviewed()
                .admitted()
                .forEach(admitted -> says.policies(admitted.getEffectivePoliciesList()));
        return committed.written().getOutcomes(0).getResource();
    }
}
