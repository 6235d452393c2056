package dev.joch.trace.follow;

import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.service.process.ServicePart;
import dev.joch.trace.span.RunKey;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;

/**
 * Readers that wait for more: so many at most, each with a sign of life now and then. They end
 * before the mesh does, which would wait for them.
 */
public final class Followers implements ServicePart {

    /** Another replica may write: it is looked for news without a signal, too. */
    private static final Duration LOOK = Duration.ofSeconds(1);

    /** Who takes nothing for so long has to come again. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /** What came of a step. */
    public enum Step {
        /** Something was sent, and there may be more. */
        SENT,
        /** Nothing more is there now. */
        NOTHING,
        /** Nothing follows; the reader has been told. */
        ENDED
    }

    /** One reader on its way. */
    public interface Reading {

        /** Sends what is there. */
        Step step();

        /** Tells the reader that it is not forgotten. */
        void alive();
    }

    private final String what;
    private final Duration heartbeat;
    private final Duration look;
    private final int most;
    private final RunSignals signals;
    private final InstantSource clock;
    private final Semaphore free;
    private volatile boolean open = true;

    /**
     * @param what is read, as refusals say it
     * @param most readers at the same time
     * @param heartbeat how long a reader is told nothing at most
     */
    public Followers(
            String what, int most, Duration heartbeat, RunSignals signals, InstantSource clock) {
        this.what = what;
        this.most = most;
        this.heartbeat = heartbeat;
        this.look = heartbeat.compareTo(LOOK) < 0 ? heartbeat : LOOK;
        this.signals = signals;
        this.clock = clock;
        this.free = new Semaphore(most);
    }

    /** Comes back when the reading has ended, or the reader has left. */
    public void follow(RunKey run, PartSink<?> sink, Reading reading) {
        if (!free.tryAcquire()) {
            throw new ProblemException(new ServiceProblem.Overloaded(what + " to follow", most));
        }
        try (RunSignals.Listener listener = signals.listen(run)) {
            follow(sink, reading, listener);
        } finally {
            free.release();
        }
    }

    private void follow(PartSink<?> sink, Reading reading, RunSignals.Listener listener) {
        Instant told = clock.instant();
        while (open && !sink.gone()) {
            switch (reading.step()) {
                case SENT -> told = clock.instant();
                case ENDED -> {
                    return;
                }
                case NOTHING -> {
                    if (!clock.instant().isBefore(told.plus(heartbeat))) {
                        reading.alive();
                        told = clock.instant();
                    }
                    listener.await(look);
                }
            }
        }
        if (!open) {
            throw new ProblemException(new ServiceProblem.Unavailable("the trace service"));
        }
    }

    /** False when the reader has left; one that takes nothing is sent away. */
    public static boolean takes(PartSink<?> sink) {
        if (sink.awaitReady(PATIENCE)) {
            return true;
        }
        if (sink.gone()) {
            return false;
        }
        throw new ProblemException(new ServiceProblem.DeadlineExceeded("the reader"));
    }

    @Override
    public String name() {
        return "readers of " + what;
    }

    @Override
    public int order() {
        return 101;
    }

    @Override
    public void start() {
        // readers come by themselves
    }

    /** Readers end; they go on at another replica, or here when it is back. */
    @Override
    public void close() {
        open = false;
        signals.toldAll();
    }
}
