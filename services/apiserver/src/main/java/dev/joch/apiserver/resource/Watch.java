package dev.joch.apiserver.resource;

import dev.joch.api.v1.WatchResourcesResponse;
import dev.joch.apiserver.access.TokenLife;
import dev.joch.resourcestore.v1.Filter;
import dev.joch.resourcestore.v1.ResourceStoreServiceGrpc.ResourceStoreServiceBlockingStub;
import dev.joch.resourcestore.v1.WatchRequest;
import dev.joch.resourcestore.v1.WatchResponse;
import dev.joch.service.problem.Problem;
import dev.joch.service.problem.ProblemException;

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
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/**
 * One watch: takes from the store what its client can take, no faster. At most a few messages are
 * ever held here, so a slow client costs no memory; the store holds the changes back, and both it
 * and we give up on a client that takes nothing for long.
 */
final class Watch implements OpenWatches.Open {

    private static final Logger LOG = LoggerFactory.getLogger(Watch.class);

    /** The store's word for a watch that takes too little. */
    private static final String SLOW_CONSUMER = "SLOW_CONSUMER";

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final ResourceStoreServiceBlockingStub store;
    private final Filter filter;
    private final Supplier<Filter> allowedNow;
    private final TokenLife token;
    private final ResumePoint point;
    private final StreamSink<WatchResourcesResponse> sink;
    private final WatchResources.Patience patience;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<@Nullable Problem> reason = new AtomicReference<>();
    private volatile Context.@Nullable CancellableContext stream;

    Watch(
            ResourceStoreServiceBlockingStub store,
            Filter filter,
            Supplier<Filter> allowedNow,
            TokenLife token,
            ResumePoint point,
            StreamSink<WatchResourcesResponse> sink,
            WatchResources.Patience patience) {
        this.store = store;
        this.filter = filter;
        this.allowedNow = allowedNow;
        this.token = token;
        this.point = point;
        this.sink = sink;
        this.patience = patience;
    }

    void run() {
        Context client = Context.current();
        Context.CancellationListener wakeUp = cancelled -> ended.countDown();
        client.addListener(wakeUp, Runnable::run);
        try {
            Duration pause = FIRST_PAUSE;
            long awaySince = System.nanoTime();
            while (!over(client)) {
                long before = point.from();
                boolean heard = follow();
                if (over(client)) {
                    break;
                }
                if (heard || point.from() != before) {
                    pause = FIRST_PAUSE;
                    awaySince = System.nanoTime();
                }
                requireResumable(awaySince);
                pause = pauseFor(pause);
            }
        } finally {
            client.removeListener(wakeUp);
        }
        Problem why = reason.get();
        if (why != null) {
            throw new ProblemException(why);
        }
    }

    private boolean over(Context client) {
        return client.isCancelled() || reason.get() != null;
    }

    /** Follows one stream of the store to its end; answers whether it brought anything. */
    private boolean follow() {
        Context.CancellableContext own = Context.current().withCancellation();
        stream = own;
        boolean heard = false;
        try {
            if (reason.get() != null) {
                return false;
            }
            point.restart();
            Iterator<WatchResponse> changes = own.call(this::open);
            while (changes.hasNext()) {
                heard = true;
                var news = point.take(changes.next());
                if (news.isPresent()) {
                    awaitClient();
                    sink.send(news.get());
                }
            }
        } catch (StatusRuntimeException e) {
            if (reason.get() == null && !Context.current().isCancelled() && !isAway(e)) {
                throw refused(e);
            }
            LOG.debug("the store's stream ended: {}", e.getStatus());
        } catch (ProblemException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("the watch failed", e);
        } finally {
            stream = null;
            own.cancel(null);
        }
        return heard;
    }

    private Iterator<WatchResponse> open() {
        return store.watch(
                WatchRequest.newBuilder().setFilter(filter).setFromRevision(point.from()).build());
    }

    private void awaitClient() {
        if (!sink.awaitReady(patience.slowClient())
                && reason.get() == null
                && !Context.current().isCancelled()) {
            throw new ProblemException(new ResourceProblem.SlowWatcher(point.resourceVersion()));
        }
    }

    private void requireResumable(long awaySince) {
        boolean tooLong = System.nanoTime() - awaySince > patience.storeAway().toNanos();
        if (tooLong || !point.canResume()) {
            throw new ProblemException(
                    new ResourceProblem.WatchInterrupted(point.resourceVersion()));
        }
    }

    private Duration pauseFor(Duration pause) {
        try {
            if (ended.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.debug("the watch ended while the store was away");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            end(new ResourceProblem.ShuttingDown(point.resourceVersion()));
        }
        Duration next = pause.multipliedBy(2);
        return next.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : next;
    }

    /** The store gives up on us when our client holds us up. */
    private RuntimeException refused(StatusRuntimeException exception) {
        return Records.reason(exception).equals(SLOW_CONSUMER)
                ? new ProblemException(new ResourceProblem.SlowWatcher(point.resourceVersion()))
                : exception;
    }

    private static boolean isAway(StatusRuntimeException exception) {
        return exception.getStatus().getCode() == Status.Code.UNAVAILABLE;
    }

    @Override
    public void recheck() {
        token.ended().ifPresent(this::end);
        try {
            if (allowedNow.get().equals(filter)) {
                return;
            }
        } catch (ProblemException e) {
            if (e.problem().code() != Status.Code.PERMISSION_DENIED) {
                throw e;
            }
        }
        end(new ResourceProblem.WatchRightsChanged(point.resourceVersion()));
    }

    @Override
    public void end(Problem problem) {
        reason.compareAndSet(null, problem);
        ended.countDown();
        Context.CancellableContext open = stream;
        if (open != null) {
            open.cancel(null);
        }
    }

    @Override
    public String resourceVersion() {
        return point.resourceVersion();
    }
}
