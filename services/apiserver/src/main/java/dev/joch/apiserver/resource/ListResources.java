package dev.joch.apiserver.resource;

import dev.joch.api.v1.ListResourcesRequest;
import dev.joch.api.v1.ListResourcesResponse;
import dev.joch.apiserver.access.Grant;
import dev.joch.apiserver.access.Verb;
import dev.joch.common.v1.Caller;
import dev.joch.resource.kind.Kind;
import dev.joch.resourcestore.v1.Filter;
import dev.joch.resourcestore.v1.ListRequest;
import dev.joch.resourcestore.v1.ListResponse;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** One page of resources, of the namespaces that the caller may read. */
public final class ListResources {

    private final Rights rights;
    private final Records records;
    private final Catalogue catalogue;
    private final Manifests manifests;
    private final InstantSource clock;

    ListResources(
            Rights rights,
            Records records,
            Catalogue catalogue,
            Manifests manifests,
            InstantSource clock) {
        this.rights = rights;
        this.records = records;
        this.catalogue = catalogue;
        this.manifests = manifests;
        this.clock = clock;
    }

    public ListResourcesResponse run(Caller caller, ListResourcesRequest request) {
        Selection all = Selection.of(request.getKind(), request.getNamespace(), "", "");
        ExecutionFilter filter = filter(all.kinds(), request);
        Selection selection =
                Selection.of(
                        request.getKind(),
                        request.getNamespace(),
                        request.getLabelSelector(),
                        filter.fields());
        return records.read(
                caller,
                Verb.LIST,
                List.of(selection.recordedAs()),
                says -> {
                    List<Grant> grants = new ArrayList<>();
                    Filter allowed = selection.filter(caller, Verb.LIST, rights, grants);
                    says.grants(grants);
                    ListRequest question =
                            ListRequest.newBuilder()
                                    .setFilter(allowed)
                                    .setPageSize(request.getPageSize())
                                    .setPageToken(filter.pageToken())
                                    .build();
                    ListResponse page =
                            Manifests.keeps(selection.kinds())
                                    ? manifests.list(
                                            question, request.getAgent(), request.getEnvironment())
                                    : catalogue.list(question);
                    return ListResourcesResponse.newBuilder()
                            .addAllResources(page.getResourcesList())
                            .setNextPageToken(filter.next(page.getNextPageToken()))
                            .setRevision(page.getRevision())
                            .build();
                });
    }

    /** Refuses filters that lists of these kinds do not have. */
    private ExecutionFilter filter(List<Kind> kinds, ListResourcesRequest request) {
        if (!Manifests.keeps(kinds)) {
            Manifests.only("environment", request.getEnvironment());
            if (ExecutionFilter.concerns(kinds)) {
                return ExecutionFilter.of(request, clock);
            }
            ExecutionFilter.none("agent", request.getAgent(), "manifests and executions");
        }
        ExecutionFilter.none("phase", request.getPhase(), "executions");
        ExecutionFilter.none("since", request.getSince(), "executions");
        return new ExecutionFilter(request.getFieldSelector(), request.getPageToken(), "");
    }
}
