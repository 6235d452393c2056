package dev.joch.apiserver.access;

import dev.joch.common.v1.Caller;
import dev.joch.resource.v1alpha1.Resource;
import dev.joch.resourcestore.v1.ChangeType;
import dev.joch.resourcestore.v1.Filter;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc;
import dev.joch.resourcestore.v1.WatchRequest;
import dev.joch.resourcestore.v1.WatchResponse;
import dev.joch.service.caller.Callers;
import dev.joch.service.problem.ProblemException;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The Teams and Environments of all tenants in memory, fed by a watch on the resource store.
 *
 * <p>The watch resumes where it broke off; after a compaction it begins anew and swaps the complete
 * state in at once, so that no call is ever decided on half of the teams. While the store is away
 * the last state goes on holding.
 */
public final class AccessDirectory implements AccessRecords, ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(AccessDirectory.class);

    private static final Caller CALLER =
            Caller.newBuilder().setSubject("apiserver").setMethod("service").setTenant("*").build();
    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Channel store;
    private final Duration patience;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch stop = new CountDownLatch(1);
    private volatile RightsByTenant rights = new RightsByTenant();
    private volatile Context.@Nullable CancellableContext call;
    private @Nullable Thread feed;
    private long revision;

    /**
     * @param patience how long the start waits for the first complete reading before it goes on
     *     without
     */
    public AccessDirectory(Channel store, Duration patience) {
        this.store = store;
        this.patience = patience;
    }

    @Override
    public String name() {
        return "access-directory";
    }

    @Override
    public int order() {
        return 150;
    }

    @Override
    public void start() {
        feed = Thread.ofVirtual().name("access-directory").start(this::follow);
        try {
            if (!ready.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn(
                        "the teams are not read yet; callers who need them are refused until then");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Whether the teams were read completely at least once. */
    public boolean ready() {
        return ready.getCount() == 0;
    }

    @Override
    public TeamRights of(String tenant) {
        if (!ready()) {
            throw new ProblemException(new AccessProblem.RightsUnavailable());
        }
        return rights.of(tenant);
    }

    @Override
    public void learn(Resource resource, boolean deleted) {
        if (ready()) {
            rights.take(resource, deleted);
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
                LOG.error("the watch on teams failed; it begins anew", e);
                revision = 0;
            }
            pause = revision > before ? FIRST_PAUSE : min(pause.multipliedBy(2), LONGEST_PAUSE);
            await(pause);
        }
    }

    private static Duration min(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }

    private void await(Duration pause) {
        try {
            if (stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("stopped");
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
        LOG.info("the watch on teams ended with {}; it goes on from revision {}", code, revision);
    }

    private void watch() {
        Context.CancellableContext context = Callers.with(CALLER).withCancellation();
        call = context;
        Context previous = context.attach();
        try {
            WatchRequest request =
                    WatchRequest.newBuilder()
                            .setFilter(
                                    Filter.newBuilder()
                                            .setTenant("*")
                                            .addKinds("Team")
                                            .addKinds("Environment"))
                            .setFromRevision(revision)
                            .build();
            Iterator<WatchResponse> changes =
                    ResourceStoreServiceGrpc.newBlockingStub(store).watch(request);
            RightsByTenant fresh = revision == 0 ? new RightsByTenant() : null;
            while (stop.getCount() > 0 && changes.hasNext()) {
                fresh = take(changes.next(), fresh);
            }
        } finally {
            context.detach(previous);
            context.cancel(null);
            call = null;
        }
    }

    /** The state under construction, or {@code null} once it is complete and in use. */
    private @Nullable RightsByTenant take(WatchResponse change, @Nullable RightsByTenant fresh) {
        RightsByTenant target = fresh == null ? rights : fresh;
        if (change.hasResource()) {
            target.take(change.getResource(), change.getType() == ChangeType.CHANGE_TYPE_DELETED);
        }
        if (fresh == null) {
            revision = Math.max(revision, change.getRevision());
            return null;
        }
        if (!change.getInitialEnd()) {
            return fresh;
        }
        rights = fresh;
        revision = change.getRevision();
        ready.countDown();
        return null;
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
