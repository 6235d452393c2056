package dev.joch.scheduler.lease;

import dev.joch.events.loop.Loop;
import dev.joch.scheduler.place.Limits;
import dev.joch.scheduler.store.RunStore;
import dev.joch.scheduler.store.RunStore.Ask;
import dev.joch.scheduler.store.RunStore.Leased;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.service.process.ServicePart;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Where workers wait for runs. */
public final class LeaseDesk implements ServicePart {

    private static final Duration GRACE = Duration.ofSeconds(10);

    private final RunStore store;
    private final Supplier<Optional<Limits>> limits;
    private final int maxWaiting;
    private final int maxGroup;
    private final Duration poll;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition toDecide = lock.newCondition();
    private final Condition decided = lock.newCondition();
    private final Set<Waiting> waiting = new LinkedHashSet<>();
    private boolean look;
    private boolean closed;
    private @Nullable Loop loop;

    /**
     * @param limits empty until they are known: nothing is leased before
     * @param maxWaiting most calls that wait
     * @param maxGroup calls that one decision looks at
     * @param poll how often is looked that nobody woke
     */
    public LeaseDesk(
            RunStore store,
            Supplier<Optional<Limits>> limits,
            int maxWaiting,
            int maxGroup,
            Duration poll) {
        this.store = store;
        this.limits = limits;
        this.maxWaiting = maxWaiting;
        this.maxGroup = maxGroup;
        this.poll = poll;
    }

    /** A call that waits. */
    public static final class Waiting {
        private final Ask ask;
        private final BooleanSupplier gone;
        private boolean beingDecided;
        private boolean looked;
        private @Nullable List<Leased> answer;
        private @Nullable RuntimeException failure;

        Waiting(Ask ask, BooleanSupplier gone) {
            this.ask = ask;
            this.gone = gone;
        }

        boolean settled() {
            return answer != null || failure != null;
        }
    }

    /**
     * Waits for the first runs.
     *
     * @param gone whether nobody waits for the answer any more: runs given to such a call would lie
     *     idle until their leases are over
     */
    public List<Leased> lease(Ask ask, Duration patience, BooleanSupplier gone) {
        Waiting mine = enter(ask, gone);
        lock.lock();
        try {
            long left = patience.toNanos();
            while (open(mine) && left > 0) {
                left = decided.awaitNanos(left);
            }
            left = GRACE.toNanos();
            while (open(mine) && comes(mine) && left > 0) {
                left = decided.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
        return leave(mine);
    }

    /** Takes a call in that waits in its own way. */
    public Waiting enter(Ask ask, BooleanSupplier gone) {
        Waiting mine = new Waiting(ask, gone);
        lock.lock();
        try {
            if (closed) {
                throw new ProblemException(new ServiceProblem.Unavailable("the scheduler"));
            }
            if (waiting.size() >= maxWaiting) {
                throw new ProblemException(
                        new ServiceProblem.Overloaded("runs to lease", maxWaiting));
            }
            waiting.add(mine);
            wakeLocked();
            return mine;
        } finally {
            lock.unlock();
        }
    }

    /** Whether it need not wait any longer, however patient it is. */
    public boolean settled(Waiting call) {
        lock.lock();
        try {
            return !open(call);
        } finally {
            lock.unlock();
        }
    }

    /** Whether it should wait on, though its patience is over. */
    public boolean mayCome(Waiting call) {
        lock.lock();
        try {
            return open(call) && comes(call);
        } finally {
            lock.unlock();
        }
    }

    /** It waits no longer; what has been given to it until now is its answer. */
    public List<Leased> leave(Waiting call) {
        lock.lock();
        try {
            waiting.remove(call);
            if (call.failure != null) {
                throw call.failure;
            }
            return call.answer == null ? List.of() : call.answer;
        } finally {
            lock.unlock();
        }
    }

    private boolean open(Waiting call) {
        return !call.settled() && !closed;
    }

    /** Every call is looked at once, and a decision under way may be about to give it runs. */
    private static boolean comes(Waiting call) {
        return call.beingDecided || !call.looked;
    }

    /** There may be more to lease now. */
    public void wake() {
        lock.lock();
        try {
            wakeLocked();
        } finally {
            lock.unlock();
        }
    }

    private void wakeLocked() {
        look = true;
        toDecide.signal();
    }

    /** Calls that wait now. */
    public int depth() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** One decision, by one thread at a time; whether another one should follow at once. */
    public boolean decide() {
        List<Waiting> group = take();
        if (group.isEmpty()) {
            return false;
        }
        Optional<Limits> known = limits.get();
        if (known.isEmpty()) {
            settle(group, List.of());
            return false;
        }
        try {
            RunStore.Round round =
                    store.lease(group.stream().map(each -> each.ask).toList(), known.get());
            settle(group, round.given());
            if (round.again()) {
                wake();
            }
            return more();
        } catch (RuntimeException e) {
            fail(group, e);
            throw e;
        }
    }

    private final class Deciding implements Loop.Turn {

        @Override
        public boolean turn() {
            return decide();
        }

        @Override
        public void rest() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                long left = poll.toNanos();
                while (!closed && !(look && !waiting.isEmpty()) && left > 0) {
                    left = toDecide.awaitNanos(left);
                }
                look = true;
            } finally {
                lock.unlock();
            }
        }
    }

    private boolean more() {
        lock.lock();
        try {
            return look && !waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Those who have waited longest, once there is a reason to look. */
    private List<Waiting> take() {
        lock.lock();
        try {
            List<Waiting> group = new ArrayList<>();
            if (!look) {
                return group;
            }
            for (Waiting each : waiting) {
                if (group.size() == maxGroup) {
                    break;
                }
                if (!each.settled() && !each.gone.getAsBoolean()) {
                    each.beingDecided = true;
                    group.add(each);
                }
            }
            // whoever is not in this group is looked at in the next one
            look = waiting.size() > group.size() && group.size() == maxGroup;
            // and this one goes to the end, so that a few patient calls do not hide the others
            waiting.removeAll(group);
            waiting.addAll(group);
            return group;
        } finally {
            lock.unlock();
        }
    }

    private void settle(List<Waiting> group, List<List<Leased>> given) {
        lock.lock();
        try {
            for (int i = 0; i < group.size(); i++) {
                Waiting each = group.get(i);
                each.beingDecided = false;
                each.looked = true;
                if (i < given.size() && !given.get(i).isEmpty()) {
                    each.answer = given.get(i);
                }
            }
            decided.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void fail(List<Waiting> group, RuntimeException failure) {
        lock.lock();
        try {
            for (Waiting each : group) {
                each.beingDecided = false;
                each.failure =
                        failure instanceof ProblemException
                                ? failure
                                : new IllegalStateException("the decision failed", failure);
            }
            look = true;
            decided.signalAll();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public String name() {
        return "scheduler lease desk";
    }

    /** Before the mesh brings the first worker. */
    @Override
    public int order() {
        return 90;
    }

    @Override
    public void start() {
        loop = Loop.start("scheduler-lease", new Deciding());
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            decided.signalAll();
            toDecide.signalAll();
        } finally {
            lock.unlock();
        }
        if (loop != null) {
            loop.close();
        }
    }
}
