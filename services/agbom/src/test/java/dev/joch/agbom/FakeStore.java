package dev.joch.agbom;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.BatchGetRequest;
import dev.joch.resourcestore.v1.BatchGetResponse;
import dev.joch.resourcestore.v1.ListReferrersRequest;
import dev.joch.resourcestore.v1.ListReferrersResponse;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceImplBase;

import io.grpc.stub.StreamObserver;

import java.util.Map;

/** A store that holds a sample. */
final class FakeStore extends ResourceStoreServiceImplBase {

    static final long REVISION = 7;

    private volatile Map<ResourceKey, Resource> stored = Map.of();

    void hold(Sample sample) {
        stored = sample.resources();
    }

    @Override
    public void batchGet(BatchGetRequest request, StreamObserver<BatchGetResponse> answer) {
        BatchGetResponse.Builder found = BatchGetResponse.newBuilder().setRevision(REVISION);
        for (ResourceKey key : request.getKeysList()) {
            Resource resource = stored.get(key);
            if (resource != null) {
                found.addResources(resource);
            }
        }
        answer.onNext(found.build());
        answer.onCompleted();
    }

    /** One to a page, so that pages are followed. */
    @Override
    public void listReferrers(
            ListReferrersRequest request, StreamObserver<ListReferrersResponse> answer) {
        int from = request.getPageToken().isEmpty() ? 0 : Integer.parseInt(request.getPageToken());
        ListReferrersResponse.Builder page = ListReferrersResponse.newBuilder();
        var records =
                stored.keySet().stream()
                        .filter(key ->
                                key.getKind().equals("AgBOM") || key.getKind().equals("Policy"))
                        .toList();
        if (from < records.size()) {
            page.addReferrers(records.get(from));
        }
        if (from + 1 < records.size()) {
            page.setNextPageToken(Integer.toString(from + 1));
        }
        answer.onNext(page.build());
        answer.onCompleted();
    }
}
