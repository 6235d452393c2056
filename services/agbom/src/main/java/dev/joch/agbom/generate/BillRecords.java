package dev.joch.agbom.generate;

import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.ListReferrersRequest;
import dev.joch.resourcestore.v1.ListReferrersResponse;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceBlockingStub;
import dev.joch.service.problem.PeerFailure;

import io.grpc.Channel;
import io.grpc.StatusRuntimeException;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** AgBOM records that speak of an agent. */
final class BillRecords {

    private static final String KIND = "AgBOM";
    private static final int PAGE = 100;

    private final ResourceStoreServiceBlockingStub store;

    BillRecords(Channel store) {
        this.store = ResourceStoreServiceGrpc.newBlockingStub(store);
    }

    /** Those in the agent's namespace, in order of their names: the first one counts. */
    List<ResourceKey> of(ResourceKey agent) {
        List<ResourceKey> found = new ArrayList<>();
        String token = "";
        try {
            do {
                ListReferrersResponse page =
                        store.listReferrers(
                                ListReferrersRequest.newBuilder()
                                        .setKey(agent)
                                        .setPageSize(PAGE)
                                        .setPageToken(token)
                                        .build());
                page.getReferrersList().stream()
                        .filter(key -> key.getKind().equals(KIND))
                        .filter(key -> key.getNamespace().equals(agent.getNamespace()))
                        .forEach(found::add);
                token = page.getNextPageToken();
            } while (!token.isEmpty());
        } catch (StatusRuntimeException e) {
            throw PeerFailure.of("the resource store", e);
        }
        found.sort(Comparator.comparing(ResourceKey::getName));
        return found;
    }
}
