package dev.joch.resourcestore;

import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.resourcestore.read.ReadResources;
import dev.joch.resourcestore.store.ResourceStore;
import dev.joch.resourcestore.v1.Filter;
import dev.joch.resourcestore.v1.GetRequest;
import dev.joch.resourcestore.v1.ListHistoryRequest;
import dev.joch.resourcestore.v1.ListHistoryResponse;
import dev.joch.resourcestore.v1.ListRequest;
import dev.joch.resourcestore.v1.ListResponse;
import dev.joch.resourcestore.v1.Mutation;
import dev.joch.resourcestore.v1.WriteRequest;
import dev.joch.resourcestore.v1.WriteResponse;
import dev.joch.resourcestore.watch.Window;
import dev.joch.resourcestore.write.ApplyResources;
import dev.joch.service.problem.Problem;
import dev.joch.service.problem.ProblemException;

import org.junit.jupiter.api.Assertions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A store with its way in and its way to look: everything but the wire and the watches. */
public final class Desk implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    public final ResourceStore store;
    public final Window window;
    public final ReadResources read;
    private final ApplyResources apply;

    public Desk(ResourceStore store) {
        this.store = store;
        this.window = new Window(10_000, 64L * 1024 * 1024);
        this.read = new ReadResources(store);
        this.apply = new ApplyResources(store, window, 4096, 256, 65_536);
    }

    public WriteResponse write(WriteRequest request) {
        return apply.write(request, PATIENCE);
    }

    public WriteResponse write(Mutation... mutations) {
        return write(Requests.write(mutations));
    }

    public Resource put(Resource resource, ResourceKey... references) {
        return write(Requests.put(resource, references)).getOutcomes(0).getResource();
    }

    /** What a call is refused with. */
    public static <P extends Problem> P refused(Class<P> type, Runnable call) {
        ProblemException refusal = Assertions.assertThrows(ProblemException.class, call::run);
        return Assertions.assertInstanceOf(type, refusal.problem());
    }

    public Resource get(ResourceKey key) {
        return get(key, 0);
    }

    public Resource get(ResourceKey key, long revision) {
        return read.get(GetRequest.newBuilder().setKey(key).setRevision(revision).build())
                .getResource();
    }

    public boolean exists(ResourceKey key) {
        try {
            get(key);
            return true;
        } catch (ProblemException e) {
            Assertions.assertInstanceOf(ResourceStoreProblem.NotFound.class, e.problem());
            return false;
        }
    }

    public ListResponse page(Filter filter, int size, String token) {
        return read.list(
                ListRequest.newBuilder()
                        .setFilter(filter)
                        .setPageSize(size)
                        .setPageToken(token)
                        .build());
    }

    /** Names of all pages. */
    public List<String> names(Filter filter, int pageSize) {
        List<String> names = new ArrayList<>();
        String token = "";
        do {
            ListResponse page = page(filter, pageSize, token);
            page.getResourcesList()
                    .forEach(resource -> names.add(resource.getMetadata().getName()));
            token = page.getNextPageToken();
        } while (!token.isEmpty());
        return names;
    }

    public ListHistoryResponse history(ResourceKey key) {
        return read.listHistory(ListHistoryRequest.newBuilder().setKey(key).build());
    }

    @Override
    public void close() {
        apply.close();
        store.close();
    }
}
