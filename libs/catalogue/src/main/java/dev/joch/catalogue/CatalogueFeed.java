package dev.joch.catalogue;

import dev.joch.common.v1.Caller;
import dev.joch.resourcestore.v1.ChangeType;
import dev.joch.resourcestore.v1.Filter;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;
import dev.joch.resourcestore.v1.WatchRequest;
import dev.joch.resourcestore.v1.WatchResponse;
import dev.joch.service.caller.Callers;
import dev.joch.service.process.ServicePart;

import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * Keeps a view of some kinds of all tenants up to date by a watch on the resource store.
 *
 * <p>The watch resumes where it broke off; after a compaction it begins anew and swaps the complete
 * state in at once, so that nobody ever sees half of it. While the store is away the last state
 * stays.
 */
public final class CatalogueFeed<V extends CatalogueView> implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(CatalogueFeed.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final String name;
    private final Channel store;
    private final List<String> kinds;
    private final Supplier<V> fresh;
    private final Duration patience;
    private final Context caller;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch stop = new CountDownLatch(1);
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition moved = lock.newCondition();
    private volatile V view;
    private volatile long revision;
    private volatile Context.@Nullable CancellableContext call;
    private @Nullable Thread feed;

    /**
     * @param name for threads and logs; also the service as whose own the watch is made
     * @param fresh makes an empty view
     * @param patience how long the start waits for the first complete state before it goes on
     *     without
     */
    public CatalogueFeed(
            String name, Channel store, List<String> kinds, Supplier<V> fresh, Duration patience) {
        this.name = name;
        this.store = store;
        this.kinds = List.copyOf(kinds);
        this.fresh = fresh;
        this.patience = patience;
        this.view = fresh.get();
        this.caller =
                Callers.with(
                        Caller.newBuilder()
                                .setSubject(name)
                                .setMethod("service")
                                .setTenant("*")
                                .build());
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int order() {
        return 150;
    }

    @Override
    public void start() {
        feed = Thread.ofVirtual().name(name).start(this::follow);
        try {
            if (!ready.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{}: the store has not been read yet; it goes on trying", name);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the state was read completely at least once. */
    public boolean ready() {
        return ready.getCount() == 0;
    }

    public V view() {
        return view;
    }

    /** Newest revision of a record of these kinds that the view shows, or of a bookmark. */
    public long revision() {
        return revision;
    }

    /**
     * Waits until the view shows that revision of a record of these kinds.
     *
     * @return whether it does
     */
    public boolean await(long wanted, Duration most) throws InterruptedException {
        if (revision >= wanted && ready()) {
            return true;
        }
        long left = most.toNanos();
        lock.lockInterruptibly();
        try {
            while ((revision < wanted || !ready()) && left > 0) {
                left = moved.awaitNanos(left);
            }
            return revision >= wanted && ready();
        } finally {
            lock.unlock();
        }
    }

    private void follow() {
        Duration pause = FIRST_PAUSE;
        while (stop.getCount() > 0) {
            long before = revision;
            try {
                watch();
            } catch (StatusRuntimeException e) {
                broken(e);
            } catch (RuntimeException e) {
                LOG.error("{}: the watch failed; it begins anew", name, e);
                revision = 0;
            }
            pause = revision > before ? FIRST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
            pause(pause);
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private void pause(Duration pause) {
        try {
            if (stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("{}: stopped", name);
            }
        } catch (InterruptedException e) {
            stop.countDown();
        }
    }

    private void broken(StatusRuntimeException e) {
        Status.Code code = e.getStatus().getCode();
        if (stop.getCount() == 0) {
            return;
        }
        // whatever refuses to resume is asked for the whole state; only an absent peer keeps our
        // place
        boolean resume =
                code == Status.Code.UNAVAILABLE
                        || code == Status.Code.CANCELLED
                        || code == Status.Code.DEADLINE_EXCEEDED
                        || code == Status.Code.RESOURCE_EXHAUSTED;
        if (!resume) {
            revision = 0;
        }
        LOG.info("{}: the watch ended with {}; it goes on from revision {}", name, code, revision);
    }

    private void watch() {
        Context.CancellableContext context = caller.withCancellation();
        call = context;
        Context previous = context.attach();
        try {
            WatchRequest request =
                    WatchRequest.newBuilder()
                            .setFilter(Filter.newBuilder().setTenant("*").addAllKinds(kinds))
                            .setFromRevision(revision)
                            .build();
            Iterator<WatchResponse> changes =
                    ResourceStoreServiceGrpc.newBlockingStub(store).watch(request);
            @Nullable V building = revision == 0 ? fresh.get() : null;
            while (stop.getCount() > 0 && changes.hasNext()) {
                building = take(changes.next(), building);
            }
        } finally {
            context.detach(previous);
            context.cancel(null);
            call = null;
        }
    }

    /** The state under construction, or {@code null} once it is complete and in use. */
    private @Nullable V take(WatchResponse change, @Nullable V building) {
        V target = building == null ? view : building;
        if (change.hasResource()) {
            target.take(change.getResource(), change.getType() == ChangeType.CHANGE_TYPE_DELETED);
        }
        if (building == null) {
            moveTo(Math.max(revision, change.getRevision()));
            return null;
        }
        if (!change.getInitialEnd()) {
            return building;
        }
        view = building;
        ready.countDown();
        moveTo(change.getRevision());
        return null;
    }

    private void moveTo(long reached) {
        lock.lock();
        try {
            revision = reached;
            moved.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        stop.countDown();
        Context.CancellableContext open = call;
        if (open != null) {
            open.cancel(null);
        }
        Thread thread = feed;
        if (thread != null) {
            thread.interrupt();
        }
    }
}
