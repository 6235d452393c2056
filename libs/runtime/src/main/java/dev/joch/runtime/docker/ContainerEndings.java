package dev.joch.runtime.docker;

import dev.joch.service.problem.FailureLog;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Ends what is to end: a thread that asks the engine nothing while nothing is ending. What it goes
 * by stands in the names of containers, so it does not matter who began an ending.
 */
final class ContainerEndings implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ContainerEndings.class);
    private static final long LOOK_MILLIS = 250;
    private static final long AFTER_FAILURE_MILLIS = 2000;

    private final Engine engine;
    private final InstantSource clock;
    private final Semaphore bell = new Semaphore(0);
    private final Thread thread;

    /** Containers that got their SIGTERM from here; another control plane may send it once more. */
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    /** The last look failed. */
    private boolean failing;

    ContainerEndings(Engine engine, InstantSource clock) {
        this.engine = engine;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("docker-endings").unstarted(this::run);
    }

    void start() {
        thread.start();
        bell.release();
    }

    void ring() {
        bell.release();
    }

    private void run() {
        try {
            while (!closed) {
                bell.acquire();
                bell.drainPermits();
                long pause = LOOK_MILLIS;
                while (pause > 0 && !closed) {
                    pause = look();
                    if (pause > 0 && bell.tryAcquire(pause, TimeUnit.MILLISECONDS)) {
                        bell.drainPermits();
                    }
                }
            }
        } catch (InterruptedException over) {
            Thread.currentThread().interrupt();
        }
    }

    private long look() {
        try {
            boolean done = sweep(engine.all());
            failing = false;
            return done ? 0 : LOOK_MILLIS;
        } catch (RuntimeException e) {
            // once for all the tries of one absence
            if (!closed && !failing) {
                FailureLog.warn(
                        LOG, "containers that are to end cannot be looked at; tried again", e);
            }
            failing = true;
            return AFTER_FAILURE_MILLIS;
        }
    }

    /** From here on it ends, whatever dies. */
    void begin(Found container, Instant deadline) {
        engine.rename(
                container.id(),
                ContainerName.ending(container.fullName(), deadline, container.id()));
        ask(container);
    }

    private void ask(Found container) {
        if (container.runs() && asked.add(container.id())) {
            engine.signal(container.id(), "TERM");
        }
    }

    /** Whether nothing of these is left that is to end. */
    boolean sweep(List<Found> containers) {
        boolean left = false;
        for (Found each : containers) {
            if (each.isWanted()) {
                left |= goesWithItsHead(each, containers);
                continue;
            }
            boolean template = each.isTemplate();
            if (template && containers.stream().anyMatch(other -> isWorkerOf(each, other))) {
                // it remembers that its workers are to go
                left = true;
                continue;
            }
            Instant deadline = each.name().endsAt().orElseThrow();
            ask(each);
            if (!each.runs() || !clock.instant().isBefore(deadline)) {
                engine.remove(each.id());
                asked.remove(each.id());
            } else {
                left = true;
            }
        }
        return !left;
    }

    /** A deletion that died before it reached each worker. */
    private boolean goesWithItsHead(Found worker, List<Found> containers) {
        for (Found head : containers) {
            if (!head.isWanted() && head.isTemplate() && isWorkerOf(head, worker)) {
                begin(worker, head.name().endsAt().orElseThrow());
                return true;
            }
        }
        return false;
    }

    private static boolean isWorkerOf(Found head, Found other) {
        return !other.isHead() && other.name().workload().equals(head.name().workload());
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
