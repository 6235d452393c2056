package dev.joch.testkit.simulation;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;

/** Time, chance, and what is to happen. */
public final class World {

    /** A world that goes on for ever at the same moment has a mistake in it. */
    private static final int MOST_EVENTS = 5_000_000;

    private final Random random;
    private final PriorityQueue<Event> events =
            new PriorityQueue<>(
                    Comparator.comparingLong(Event::at).thenComparingLong(Event::number));
    private final List<String> chronicle = new ArrayList<>();
    private final Semaphore turn = new Semaphore(0);
    private @Nullable Strand running;
    private long now;
    private long number;

    public World(long seed) {
        this.random = new Random(seed);
    }

    private record Event(long at, long number, Runnable what) {}

    /** Microseconds since the beginning. */
    public long now() {
        return now;
    }

    public boolean chance(double share) {
        return random.nextDouble() < share;
    }

    /** One of so many. */
    public int pick(int many) {
        return random.nextInt(many);
    }

    /** From the one to the other, both included. */
    public long between(long least, long most) {
        return least + (long) (random.nextDouble() * (most - least + 1));
    }

    /** So many microseconds from now; what comes at the same moment comes in this order. */
    public void after(long micros, Runnable what) {
        events.add(new Event(now + Math.max(0, micros), number++, what));
    }

    /** Writes down what has happened. */
    public void say(String who, String what) {
        chronicle.add("%d.%06d %s: %s".formatted(now / 1_000_000, now % 1_000_000, who, what));
    }

    public List<String> chronicle() {
        return List.copyOf(chronicle);
    }

    /**
     * Goes on until that is so.
     *
     * @param end the last moment
     * @return whether it came to be so
     */
    public boolean run(BooleanSupplier until, long end) {
        boolean[] came = new boolean[1];
        Throwable[] failure = new Throwable[1];
        // strands are handed their turn at no cost where the world is one itself
        Thread thread =
                Thread.ofVirtual()
                        .name("world")
                        .start(() -> {
                            try {
                                came[0] = goOn(until, end);
                            } catch (Throwable e) {
                                failure[0] = e;
                            }
                        });
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("the world was interrupted", e);
        }
        if (failure[0] != null) {
            throw new IllegalStateException(
                    "the world failed at " + now + " microseconds", failure[0]);
        }
        return came[0];
    }

    private boolean goOn(BooleanSupplier until, long end) {
        for (int i = 0; i < MOST_EVENTS; i++) {
            if (until.getAsBoolean()) {
                return true;
            }
            Event next = events.peek();
            if (next == null || next.at() > end) {
                now = Math.max(now, end);
                return until.getAsBoolean();
            }
            events.remove();
            now = next.at();
            next.what().run();
        }
        throw new IllegalStateException("the world does not come to " + end);
    }

    /** Begins something that may wait in the middle. */
    public Strand begin(Runnable what) {
        Strand strand = new Strand(this, what);
        after(0, () -> resume(strand, 0));
        return strand;
    }

    /** The strand that runs now waits for so long. */
    public void pause(long micros) {
        Strand strand = running();
        long wait = strand.waits();
        after(micros, () -> resume(strand, wait));
        handBack(strand);
    }

    /** The strand that runs now waits until somebody wakes it. */
    public void park() {
        Strand strand = running();
        strand.waits();
        handBack(strand);
    }

    /** The strand that runs now. */
    public Strand running() {
        Strand strand = running;
        if (strand == null) {
            throw new IllegalStateException("only a strand can wait");
        }
        return strand;
    }

    void wake(Strand strand) {
        long wait = strand.waiting();
        after(0, () -> resume(strand, wait));
    }

    /** Goes on with that strand until it waits or is over. */
    private void resume(Strand strand, long wait) {
        if (strand.isOver() || strand.waiting() != wait) {
            return;
        }
        running = strand;
        strand.go();
        turn.acquireUninterruptibly();
        running = null;
        strand.failure();
    }

    private void handBack(Strand strand) {
        turn.release();
        strand.awaitTurn();
    }

    void over() {
        turn.release();
    }
}
