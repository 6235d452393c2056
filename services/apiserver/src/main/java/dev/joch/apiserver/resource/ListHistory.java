package dev.joch.apiserver.resource;

import dev.joch.api.v1.ListResourceHistoryRequest;
import dev.joch.api.v1.ListResourceHistoryResponse;
import dev.joch.api.v1.ResourceVersion;
import dev.joch.apiserver.access.Verb;
import dev.joch.common.v1.Caller;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.v1.ListHistoryRequest;
import dev.joch.resourcestore.v1.ListHistoryResponse;
import dev.joch.resourcestore.v1.Version;

import java.util.List;

/** Retained versions of one resource, newest first. */
public final class ListHistory {

    private final Rights rights;
    private final Records records;
    private final Catalogue catalogue;
    private final Manifests manifests;

    ListHistory(Rights rights, Records records, Catalogue catalogue, Manifests manifests) {
        this.rights = rights;
        this.records = records;
        this.catalogue = catalogue;
        this.manifests = manifests;
    }

    public ListResourceHistoryResponse run(Caller caller, ListResourceHistoryRequest request) {
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
                    ListHistoryResponse page =
                            page(
                                    request.getEnvironment(),
                                    ListHistoryRequest.newBuilder()
                                            .setKey(key)
                                            .setPageSize(request.getPageSize())
                                            .setPageToken(request.getPageToken())
                                            .build());
                    return answer(page);
                });
    }

    private ListHistoryResponse page(String environment, ListHistoryRequest request) {
        if (Manifests.keeps(request.getKey().getKind())) {
            return manifests.history(request, environment);
        }
        Manifests.only("environment", environment);
        return catalogue.history(request);
    }

    private static ListResourceHistoryResponse answer(ListHistoryResponse page) {
        ListResourceHistoryResponse.Builder response =
                ListResourceHistoryResponse.newBuilder().setNextPageToken(page.getNextPageToken());
        for (Version version : page.getVersionsList()) {
            response.addVersions(
                    ResourceVersion.newBuilder()
                            .setRevision(version.getRevision())
                            .setCommittedAt(version.getCommittedAt())
                            .setType(ChangeTypes.word(version.getType()))
                            .setResource(version.getResource()));
        }
        return response.build();
    }
}
