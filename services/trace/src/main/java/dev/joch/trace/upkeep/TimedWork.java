package dev.joch.trace.upkeep;

import dev.joch.service.problem.FailureLog;
import dev.joch.service.process.ServicePart;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Does something again and again. What fails is tried again, after longer and longer pauses. */
public final class TimedWork implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(TimedWork.class);

    private final String name;
    private final BooleanSupplier round;
    private final Duration pause;
    private final Duration firstRest;
    private final Duration longestRest;
    private final Thread thread;
    private volatile boolean open = true;

    /**
     * @param round gives whether there is more to do at once
     * @param pause when there is not
     * @param firstRest pause after the first failure in a row; later ones double
     */
    public TimedWork(
            String name,
            BooleanSupplier round,
            Duration pause,
            Duration firstRest,
            Duration longestRest) {
        this.name = name;
        this.round = round;
        this.pause = pause;
        this.firstRest = firstRest;
        this.longestRest = longestRest;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    private void run() {
        int failures = 0;
        while (open) {
            try {
                boolean more = round.getAsBoolean();
                failures = 0;
                if (!more) {
                    LockSupport.parkNanos(pause.toNanos());
                }
            } catch (RuntimeException e) {
                Duration rest = rest(failures++);
                if (open) {
                    FailureLog.warn(LOG, name + " failed; again in " + rest, e);
                    LockSupport.parkNanos(rest.toNanos());
                }
            }
        }
    }

    private Duration rest(int failures) {
        Duration rest = firstRest.multipliedBy(1L << Math.min(failures, 20));
        return rest.compareTo(longestRest) < 0 ? rest : longestRest;
    }

    @Override
    public String name() {
        return name;
    }

    /** After the mesh is there: some of it asks peers. */
    @Override
    public int order() {
        return 120;
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        open = false;
        LockSupport.unpark(thread);
        try {
            thread.join(Duration.ofSeconds(5));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
