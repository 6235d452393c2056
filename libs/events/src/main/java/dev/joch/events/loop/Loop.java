package dev.joch.events.loop;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A thread that takes turns. After a failure it waits longer each time, and says so once at the
 * first and once when it works again.
 */
public final class Loop implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);
    private static final Duration STOP_TIME = Duration.ofSeconds(10);

    /** What is done again and again. Called by one thread. */
    public interface Turn {

        /** Whether something was done: the next turn follows at once. */
        boolean turn() throws Exception;

        /** Waits until there may be something to do. Is interrupted when the loop is closed. */
        void rest() throws Exception;

        /** The last turn failed: forget what may not be true. */
        default void failed() {}

        /** The thread ends. */
        default void ended() {}
    }

    private final String name;
    private final Turn turn;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread;
    private volatile boolean resting;

    private Loop(String name, Turn turn) {
        this.name = name;
        this.turn = turn;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    public static Loop start(String name, Turn turn) {
        Loop loop = new Loop(name, turn);
        loop.thread.start();
        return loop;
    }

    private void run() {
        Duration pause = FIRST_PAUSE;
        boolean failing = false;
        try {
            while (stop.getCount() > 0) {
                try {
                    if (!turn.turn()) {
                        rest();
                    }
                    if (failing) {
                        LOG.info("{} works again", name);
                        failing = false;
                        pause = FIRST_PAUSE;
                    }
                } catch (Exception e) {
                    if (e instanceof InterruptedException || stop.getCount() == 0) {
                        return;
                    }
                    if (failing) {
                        LOG.debug("{} failed again", name, e);
                    } else {
                        LOG.warn("{} failed; it goes on trying", name, e);
                    }
                    failing = true;
                    turn.failed();
                    if (stop.await(pause.toMillis(), TimeUnit.MILLISECONDS)) {
                        return;
                    }
                    pause = longer(pause);
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("{} was interrupted", name);
        } finally {
            turn.ended();
        }
    }

    private void rest() throws Exception {
        resting = true;
        try {
            if (stop.getCount() > 0) {
                turn.rest();
            }
        } finally {
            resting = false;
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
    }

    /** A turn that is under way ends; a rest, or a turn that takes too long, is interrupted. */
    @Override
    public void close() {
        stop.countDown();
        if (resting) {
            thread.interrupt();
        }
        try {
            if (!thread.join(STOP_TIME)) {
                thread.interrupt();
                thread.join(STOP_TIME);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
