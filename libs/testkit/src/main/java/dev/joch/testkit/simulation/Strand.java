package dev.joch.testkit.simulation;

import org.jspecify.annotations.Nullable;

import java.util.concurrent.Semaphore;

/**
 * Something that is done in a world and may wait in the middle. A thread only because that is how a
 * method is left and come back to: it never runs while another one does.
 */
public final class Strand {

    private final World world;
    private final Runnable what;
    private final Semaphore go = new Semaphore(0);
    private @Nullable Thread thread;
    private @Nullable Throwable failure;
    private boolean killed;
    private boolean over;
    private long wait;

    Strand(World world, Runnable what) {
        this.world = world;
        this.what = what;
    }

    /** It is over where it waits, as if its process had died there. */
    public static final class Killed extends Error {

        private static final long serialVersionUID = 1;

        public Killed() {
            super("killed", null, false, false);
        }
    }

    /** Ends it where it waits. One that runs ends itself by throwing {@link Killed}. */
    public void kill() {
        if (!over) {
            killed = true;
            world.wake(this);
        }
    }

    /** Goes on if it is parked. */
    public void wake() {
        world.wake(this);
    }

    public boolean isOver() {
        return over;
    }

    long waiting() {
        return wait;
    }

    long waits() {
        return ++wait;
    }

    void go() {
        if (thread == null) {
            thread = Thread.ofVirtual().name("strand").start(this::run);
        } else {
            go.release();
        }
    }

    private void run() {
        try {
            if (!killed) {
                what.run();
            }
        } catch (Killed e) {
            killed = true;
        } catch (Throwable e) {
            failure = e;
        } finally {
            over = true;
            world.over();
        }
    }

    void awaitTurn() {
        go.acquireUninterruptibly();
        if (killed) {
            throw new Killed();
        }
    }

    /** What went wrong in it goes wrong in the world. */
    void failure() {
        if (failure != null) {
            throw new IllegalStateException("a strand failed", failure);
        }
    }
}
