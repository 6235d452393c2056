package dev.joch.apiserver.resource;

import dev.joch.api.v1.WatchResourcesRequest;
import dev.joch.api.v1.WatchResourcesResponse;
import dev.joch.apiserver.access.Grant;
import dev.joch.apiserver.access.TokenLife;
import dev.joch.apiserver.access.Verb;
import dev.joch.common.v1.Caller;
import dev.joch.resourcestore.v1.Filter;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceBlockingStub;
import dev.joch.service.problem.ProblemException;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Changes in revision order, as long as the client listens and may. */
public final class WatchResources {

    /**
     * How patient a watch is.
     *
     * @param slowClient how long a client may take nothing
     * @param storeAway how long the store may be away
     */
    public record Patience(Duration slowClient, Duration storeAway) {}

    private static final String RPC = "ResourceService/WatchResources";

    private final Rights rights;
    private final Records records;
    private final ResourceStoreServiceBlockingStub store;
    private final OpenWatches watches;
    private final Patience patience;

    WatchResources(
            Rights rights,
            Records records,
            ResourceStoreServiceBlockingStub store,
            OpenWatches watches,
            Patience patience) {
        this.rights = rights;
        this.records = records;
        this.store = store;
        this.watches = watches;
        this.patience = patience;
    }

    /**
     * Sends until the current context is cancelled; throws when the watch ends for another reason.
     */
    public void run(
            Caller caller, WatchResourcesRequest request, StreamSink<WatchResourcesResponse> sink) {
        // on a thread of its own, so nobody else records what is refused here
        Selection selection =
                records.understood(
                        caller,
                        Verb.WATCH,
                        RPC,
                        () ->
                                Selection.of(
                                        request.getKind(),
                                        request.getNamespace(),
                                        request.getLabelSelector(),
                                        request.getFieldSelector()));
        records.understood(caller, Verb.WATCH, RPC, () -> watchable(selection));
        long from =
                records.understood(
                        caller,
                        Verb.WATCH,
                        RPC,
                        () -> Words.revision(request.getResourceVersion()));
        Filter filter =
                records.read(
                        caller,
                        Verb.WATCH,
                        List.of(selection.recordedAs()),
                        says -> {
                            List<Grant> grants = new ArrayList<>();
                            Filter allowed = selection.filter(caller, Verb.WATCH, rights, grants);
                            says.grants(grants);
                            return allowed;
                        });
        Watch watch =
                new Watch(
                        store,
                        filter,
                        () -> selection.filter(caller, Verb.WATCH, rights, new ArrayList<>()),
                        TokenLife.current(),
                        new ResumePoint(from),
                        sink,
                        patience);
        watches.add(watch);
        try {
            watch.run();
        } finally {
            watches.remove(watch);
        }
    }

    private static Selection watchable(Selection selection) {
        if (selection.kinds().stream().anyMatch(kind -> Manifests.keeps(kind.kind()))) {
            throw new ProblemException(new ManifestProblem.NotWatchable(Manifests.KIND));
        }
        return selection;
    }
}
