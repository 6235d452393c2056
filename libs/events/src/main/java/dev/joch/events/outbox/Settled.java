package dev.joch.events.outbox;

/**
 * Up to where no position can appear any more, whatever is missing there. Shared by all readers of
 * the log in this process.
 */
final class Settled {

    /**
     * What is known before a look at the table: only a snapshot taken later may use it.
     *
     * @param upTo nothing appears here any more
     * @param nextUpTo nor here, once all transactions before the fence have ended
     * @param fence 0 when there is none
     */
    record View(long upTo, long nextUpTo, long fence) {}

    private volatile View view = new View(0, 0, 0);

    View view() {
        return view;
    }

    /** Some reader stands before a gap. */
    boolean waiting() {
        return view.fence() != 0;
    }

    /** What a snapshot with that horizon may rely on, when the view was taken before it. */
    synchronized long upTo(View before, long horizon) {
        if (before.fence() == 0 || horizon < before.fence()) {
            return before.upTo();
        }
        if (view.fence() == before.fence()) {
            view = new View(Math.max(view.upTo(), before.nextUpTo()), 0, 0);
        }
        return Math.max(before.upTo(), before.nextUpTo());
    }

    synchronized boolean needsFence(long position) {
        return view.fence() == 0 && position > view.upTo();
    }

    /**
     * All transactions that were given a position up to here have smaller numbers than the fence.
     */
    synchronized void fence(long position, long number) {
        if (view.fence() == 0) {
            view = new View(view.upTo(), position, number);
        }
    }
}
