package dev.joch.apiserver.resource;

import dev.joch.service.problem.Problem;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.process.ServicePart;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * All watches of this process: bounded in number, ended when the rights behind them change or the
 * process stops.
 */
public final class OpenWatches implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(OpenWatches.class);

    /** What the sweep sees of a watch. */
    interface Open {
        /** Ends itself if its caller may not read any more what it reads, or its token expired. */
        void recheck();

        void end(Problem problem);

        /** Where its client can resume. */
        String resourceVersion();
    }

    private final int limit;
    private final Duration recheckEvery;
    private final Set<Open> watches = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(
                    Thread.ofPlatform().name("watch-rights").daemon().factory());
    private volatile boolean stopping;

    public OpenWatches(int limit, Duration recheckEvery) {
        this.limit = limit;
        this.recheckEvery = recheckEvery;
    }

    /** Takes a watch in, or refuses it. */
    void add(Open watch) {
        if (stopping) {
            throw new ProblemException(new ResourceProblem.ShuttingDown(watch.resourceVersion()));
        }
        if (count.incrementAndGet() > limit) {
            count.decrementAndGet();
            throw new ProblemException(new ResourceProblem.TooManyWatches(limit));
        }
        watches.add(watch);
    }

    void remove(Open watch) {
        if (watches.remove(watch)) {
            count.decrementAndGet();
        }
    }

    /** How many there are now. */
    public int size() {
        return count.get();
    }

    @Override
    public String name() {
        return "watches";
    }

    /** Ends before the servers stop, so that their clients hear where to resume. */
    @Override
    public int order() {
        return 290;
    }

    @Override
    public void start() {
        timer.scheduleWithFixedDelay(
                this::recheck,
                recheckEvery.toMillis(),
                recheckEvery.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    private void recheck() {
        for (Open watch : watches) {
            try {
                watch.recheck();
            } catch (RuntimeException e) {
                LOG.warn(
                        "the rights of a watch could not be looked up; it goes on until they can",
                        e);
            }
        }
    }

    @Override
    public void close() {
        stopping = true;
        timer.shutdownNow();
        watches.forEach(
                watch -> watch.end(new ResourceProblem.ShuttingDown(watch.resourceVersion())));
    }
}
