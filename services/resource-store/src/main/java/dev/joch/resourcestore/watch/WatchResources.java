package dev.joch.resourcestore.watch;

import dev.joch.resourcestore.RequestLimits;
import dev.joch.resourcestore.ResourceStoreProblem;
import dev.joch.resourcestore.catalogue.Bounds;
import dev.joch.resourcestore.catalogue.Selection;
import dev.joch.resourcestore.read.Filters;
import dev.joch.resourcestore.store.ResourceStore;
import dev.joch.resourcestore.v1.WatchRequest;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.service.process.ServicePart;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Opens watches, each on a thread of its own, and ends them all when the process stops. */
public final class WatchResources implements ServicePart {

    private final ResourceStore store;
    private final Window window;
    private final WatchConfig config;
    private final Set<WatchRun> runs = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean open = true;

    public WatchResources(ResourceStore store, Window window, WatchConfig config) {
        this.store = store;
        this.window = window;
        this.config = config;
    }

    /**
     * Checks the request and starts the watch. The answer wakes it: call it when the peer is ready
     * for more or went away.
     */
    public Runnable watch(WatchRequest request, WatchSink sink) {
        Selection selection = Filters.selection(request.getFilter());
        RequestLimits.size(request.getFromRevision(), 0, Long.MAX_VALUE, "from_revision");
        requireReadable(request.getFromRevision());
        if (count.incrementAndGet() > config.maxWatches()) {
            count.decrementAndGet();
            throw new ProblemException(
                    new ResourceStoreProblem.TooManyWatches(config.maxWatches()));
        }
        WatchRun run = new WatchRun(store, window, config, selection, sink, this::ended);
        runs.add(run);
        run.start(request.getFromRevision());
        if (!open) {
            run.stop(new ServiceProblem.Unavailable("resource-store"));
        }
        return run::wake;
    }

    private void requireReadable(long revision) {
        if (revision == 0 || revision == window.end()) {
            return;
        }
        Bounds bounds = store.bounds();
        if (revision < bounds.compacted()) {
            throw new ProblemException(
                    new ResourceStoreProblem.RevisionExpired(revision, bounds.compacted()));
        }
        if (revision > bounds.revision()) {
            throw new ProblemException(
                    new ResourceStoreProblem.RevisionUnknown(revision, bounds.revision()));
        }
    }

    private void ended(WatchRun run) {
        if (runs.remove(run)) {
            count.decrementAndGet();
        }
    }

    /** Watches that are open now. */
    public int openWatches() {
        return count.get();
    }

    @Override
    public String name() {
        return "resource-store watches";
    }

    /** After the mesh in starting, before it in stopping: its server waits for streams to end. */
    @Override
    public int order() {
        return 150;
    }

    @Override
    public void start() {}

    @Override
    public void close() {
        open = false;
        runs.forEach(run -> run.stop(new ServiceProblem.Unavailable("resource-store")));
    }
}
