package dev.joch.apiserver.resource;

import dev.joch.api.v1.ListResourcesRequest;
import dev.joch.api.v1.ListResourcesResponse;
import dev.joch.apiserver.access.Grant;
import dev.joch.apiserver.access.Verb;
import dev.joch.common.v1.Caller;
import dev.joch.resourcestore.v1.Filter;
import dev.joch.resourcestore.v1.ListRequest;
import dev.joch.resourcestore.v1.ListResponse;

import java.util.ArrayList;
import java.util.List;

/** One page of resources, of the namespaces that the caller may read. */
public final class ListResources {

    private final Rights rights;
    private final Records records;
    private final Catalogue catalogue;
    private final Manifests manifests;

    ListResources(Rights rights, Records records, Catalogue catalogue, Manifests manifests) {
        this.rights = rights;
        this.records = records;
        this.catalogue = catalogue;
        this.manifests = manifests;
    }

    public ListResourcesResponse run(Caller caller, ListResourcesRequest request) {
        Selection selection =
                Selection.of(
                        request.getKind(),
                        request.getNamespace(),
                        request.getLabelSelector(),
                        request.getFieldSelector());
        return records.read(
                caller,
                Verb.LIST,
                List.of(selection.recordedAs()),
                says -> {
                    List<Grant> grants = new ArrayList<>();
                    Filter filter = selection.filter(caller, Verb.LIST, rights, grants);
                    says.grants(grants);
                    ListResponse page =
                            page(
                                    selection,
                                    request,
                                    ListRequest.newBuilder()
                                            .setFilter(filter)
                                            .setPageSize(request.getPageSize())
                                            .setPageToken(request.getPageToken())
                                            .build());
                    return ListResourcesResponse.newBuilder()
                            .addAllResources(page.getResourcesList())
                            .setNextPageToken(page.getNextPageToken())
                            .setRevision(page.getRevision())
                            .build();
                });
    }

    private ListResponse page(
            Selection selection, ListResourcesRequest request, ListRequest question) {
        if (Manifests.keeps(selection.kinds())) {
            return manifests.list(question, request.getAgent(), request.getEnvironment());
        }
        Manifests.only("agent", request.getAgent());
        Manifests.only("environment", request.getEnvironment());
        return catalogue.list(question);
    }
}
