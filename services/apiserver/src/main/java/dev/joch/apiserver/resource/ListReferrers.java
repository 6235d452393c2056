package dev.joch.apiserver.resource;

import dev.joch.api.v1.ListReferrersRequest;
import dev.joch.api.v1.ListReferrersResponse;
import dev.joch.apiserver.access.Verb;
import dev.joch.common.v1.Caller;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.util.ArrayList;
import java.util.List;

/** Resources that refer to one, as far as the caller may read them. */
public final class ListReferrers {

    private static final int PAGE = 1000;
    private static final int MOST = 10_000;

    private final Rights rights;
    private final Records records;
    private final Catalogue catalogue;

    ListReferrers(Rights rights, Records records, Catalogue catalogue) {
        this.rights = rights;
        this.records = records;
        this.catalogue = catalogue;
    }

    public ListReferrersResponse run(Caller caller, ListReferrersRequest request) {
        ResourceKey key =
                Words.key(
                        caller.getTenant(),
                        request.getKind(),
                        request.getNamespace(),
                        request.getName());
        return records.read(
                caller,
                Verb.GET,
                List.of(Words.text(key)),
                says -> {
                    says.grants(rights.check(caller, Verb.GET, key));
                    List<ResourceKey> shown =
                            all(key).stream()
                                    .filter(referrer -> rights.reads(caller, referrer))
                                    .toList();
                    return ListReferrersResponse.newBuilder().addAllReferrers(shown).build();
                });
    }

    private List<ResourceKey> all(ResourceKey key) {
        List<ResourceKey> referrers = new ArrayList<>();
        if (Manifests.keeps(key.getKind())) {
            return referrers;
        }
        String token = "";
        do {
            var page =
                    catalogue.referrers(
                            dev.joch.resourcestore.v1.ListReferrersRequest.newBuilder()
                                    .setKey(key)
                                    .setPageSize(PAGE)
                                    .setPageToken(token)
                                    .build());
            referrers.addAll(page.getReferrersList());
            token = page.getNextPageToken();
        } while (!token.isEmpty() && referrers.size() < MOST);
        return referrers;
    }
}
