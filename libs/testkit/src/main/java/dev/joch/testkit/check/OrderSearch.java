package dev.joch.testkit.check;

import dev.joch.testkit.history.Answer;
import dev.joch.testkit.history.Operation;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks for an order of operations that respects time and that a sequential model explains.
 *
 * <p>The search of Wing and Gong with Lowe's memory: of the operations under way one is chosen to
 * take effect next; when an operation's answer comes before it could be chosen, the last choice is
 * taken back. A pair of chosen operations and state is never looked at twice. Operations without an
 * answer never have to be chosen, and are only when they change something.
 */
final class OrderSearch<S> {

    private static final long MOST_VISITED = 400_000;
    private static final int CLOCK_EVERY = 1024;

    /** An invocation or an answer in the list of what is not chosen yet. */
    private static final class Entry {
        final int index;
        final @Nullable Operation operation;
        final boolean invocation;
        @Nullable Entry answer;
        @Nullable Entry before;
        @Nullable Entry next;

        Entry(int index, @Nullable Operation operation, boolean invocation) {
            this.index = index;
            this.operation = operation;
            this.invocation = invocation;
        }
    }

    private record Seen<S>(BitSet chosen, S state) {}

    private record Choice<S>(Entry entry, S before) {}

    private final SequentialModel<S> model;
    private final Entry head = new Entry(-1, null, false);
    private final Set<Seen<S>> seen = new HashSet<>();
    private final Deque<Choice<S>> choices = new ArrayDeque<>();
    private final BitSet chosen = new BitSet();
    private final long deadline;
    private int answersLeft;
    private int mostExplained = -1;
    private @Nullable Operation stuck;
    private long visited;

    OrderSearch(SequentialModel<S> model, List<Operation> operations, Duration most) {
        this.model = model;
        this.deadline = System.nanoTime() + most.toNanos();
        link(operations);
    }

    private record Moment(long nanos, Entry entry) {}

    private void link(List<Operation> operations) {
        List<Moment> moments = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            Entry invocation = new Entry(i, operation, true);
            moments.add(new Moment(operation.invoked(), invocation));
            if (operation.answer() != Answer.UNKNOWN) {
                invocation.answer = new Entry(i, operation, false);
                moments.add(new Moment(operation.answered(), invocation.answer));
                answersLeft++;
            }
        }
        // at the same moment invocations come first: that forbids least
        moments.sort(
                Comparator.comparingLong(Moment::nanos)
                        .thenComparing(moment -> !moment.entry().invocation));
        Entry last = head;
        for (Moment moment : moments) {
            last.next = moment.entry();
            moment.entry().before = last;
            last = moment.entry();
        }
    }

    Verdict run() {
        S state = model.initial();
        Entry entry = head.next;
        while (answersLeft > 0) {
            if (++visited > MOST_VISITED
                    || (visited % CLOCK_EVERY == 0 && System.nanoTime() > deadline)) {
                return new Verdict.Undecided(visited);
            }
            if (entry == null) {
                throw new IllegalStateException("answers are left, and none is in the list");
            }
            if (!entry.invocation) {
                noteStuck(entry);
                if (choices.isEmpty()) {
                    return broken();
                }
                Choice<S> last = choices.pop();
                takeBack(last.entry());
                state = last.before();
                entry = last.entry().next;
                continue;
            }
            Optional<S> next = model.step(state, operation(entry));
            if (next.isPresent() && isWorth(entry, state, next.get())) {
                choices.push(new Choice<>(entry, state));
                choose(entry);
                state = next.get();
                entry = head.next;
            } else {
                entry = entry.next;
            }
        }
        return new Verdict.Linearizable();
    }

    /** Whether choosing it leads to where the search has not been. */
    private boolean isWorth(Entry entry, S state, S next) {
        if (entry.answer == null && next.equals(state)) {
            return false;
        }
        BitSet then = (BitSet) chosen.clone();
        then.set(entry.index);
        return seen.add(new Seen<>(then, next));
    }

    private void choose(Entry entry) {
        chosen.set(entry.index);
        unlink(entry);
        if (entry.answer != null) {
            unlink(entry.answer);
            answersLeft--;
        }
    }

    private void takeBack(Entry entry) {
        chosen.clear(entry.index);
        if (entry.answer != null) {
            relink(entry.answer);
            answersLeft++;
        }
        relink(entry);
    }

    private static void unlink(Entry entry) {
        if (entry.before != null) {
            entry.before.next = entry.next;
        }
        if (entry.next != null) {
            entry.next.before = entry.before;
        }
    }

    private static void relink(Entry entry) {
        if (entry.before != null) {
            entry.before.next = entry;
        }
        if (entry.next != null) {
            entry.next.before = entry;
        }
    }

    private void noteStuck(Entry entry) {
        if (chosen.cardinality() > mostExplained) {
            mostExplained = chosen.cardinality();
            stuck = entry.operation;
        }
    }

    private Verdict broken() {
        if (stuck == null) {
            throw new IllegalStateException("stuck nowhere");
        }
        return new Verdict.Broken(mostExplained, stuck);
    }

    private static Operation operation(Entry entry) {
        if (entry.operation == null) {
            throw new IllegalStateException("the head is no operation");
        }
        return entry.operation;
    }
}
