package dev.joch.service.batch;

import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/**
 * Collects what callers ask while a commit is under way and commits it together next.
 *
 * <p>The group is as large as the load makes it: one caller waits for one commit, a thousand
 * callers share few. Each request gets its own answer or its own refusal; only a commit that fails
 * as a whole fails them all.
 *
 * @param <Q> what a caller asks
 * @param <R> what it gets back
 */
public final class GroupCommit<Q, R> implements AutoCloseable {

    private final String name;
    private final int maxGroup;
    private final int maxWaiting;
    private final BlockingQueue<Ticket<Q, R>> waiting;
    private final Function<List<Q>, List<R>> commit;
    private final Thread committer;

    /** Nobody's: a committer that has nothing to do sees with it that it may end. */
    private final Ticket<Q, R> wakeUp = new Ticket<>(null);

    private volatile boolean open = true;
    private volatile boolean ended;

    /**
     * @param commit gets a group in order of arrival and gives as many answers, in the same order
     */
    public GroupCommit(
            String name, int maxWaiting, int maxGroup, Function<List<Q>, List<R>> commit) {
        this.name = name;
        this.maxGroup = maxGroup;
        this.maxWaiting = maxWaiting;
        this.waiting = new ArrayBlockingQueue<>(maxWaiting);
        this.commit = commit;
        this.committer = Thread.ofPlatform().name("commit-" + name).daemon().start(this::run);
    }

    /**
     * Waits for the commit that holds this request. Who runs out of patience before it began has
     * asked nothing; later, the outcome is not known.
     */
    public R submit(Q request, Duration patience) {
        Ticket<Q, R> ticket = new Ticket<>(request);
        if (!open) {
            throw new ProblemException(new ServiceProblem.Unavailable(name));
        }
        if (!waiting.offer(ticket)) {
            throw new ProblemException(new ServiceProblem.Overloaded(name, maxWaiting));
        }
        if (ended && waiting.remove(ticket)) {
            throw new ProblemException(new ServiceProblem.Unavailable(name));
        }
        try {
            return ticket.await(patience);
        } catch (InterruptedException | TimeoutException e) {
            // nobody waits for it any more: it must not hold memory, nor cost a commit
            waiting.remove(ticket);
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            throw new ProblemException(new ServiceProblem.DeadlineExceeded(name));
        }
    }

    /** Requests that wait now. */
    public int depth() {
        return waiting.size();
    }

    private void run() {
        List<Ticket<Q, R>> group = new ArrayList<>(maxGroup);
        while (open || !waiting.isEmpty()) {
            try {
                group.add(waiting.take());
                waiting.drainTo(group, maxGroup - 1);
                group.remove(wakeUp);
                if (!group.isEmpty()) {
                    commit(group);
                }
            } catch (InterruptedException e) {
                open = false;
            } finally {
                group.clear();
            }
        }
        // who came past the check before it closed finds nobody to commit
        ended = true;
        waiting.drainTo(group);
        group.forEach(
                ticket -> ticket.fail(new ProblemException(new ServiceProblem.Unavailable(name))));
    }

    private void commit(List<Ticket<Q, R>> group) {
        try {
            List<R> answers = commit.apply(group.stream().map(Ticket::request).toList());
            if (answers.size() != group.size()) {
                throw new IllegalStateException(
                        name
                                + " gave "
                                + answers.size()
                                + " answers to "
                                + group.size()
                                + " requests");
            }
            for (int i = 0; i < group.size(); i++) {
                group.get(i).answer(answers.get(i));
            }
        } catch (RuntimeException | Error e) {
            group.forEach(ticket -> ticket.fail(e));
        }
    }

    /** Takes no more, finishes what was taken. */
    @Override
    public void close() {
        open = false;
        // one that finds no room has a committer that is awake
        waiting.offer(wakeUp);
        try {
            committer.join(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static final class Ticket<Q, R> {
        private final @Nullable Q request;
        private final CountDownLatch done = new CountDownLatch(1);
        private @Nullable R answer;
        private @Nullable Throwable failure;

        Ticket(@Nullable Q request) {
            this.request = request;
        }

        Q request() {
            return Objects.requireNonNull(request);
        }

        void answer(R value) {
            answer = value;
            done.countDown();
        }

        void fail(Throwable cause) {
            failure = cause;
            done.countDown();
        }

        R await(Duration patience) throws InterruptedException, TimeoutException {
            if (!done.await(patience.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new TimeoutException();
            }
            R value = answer;
            if (value != null) {
                return value;
            }
            if (failure instanceof ProblemException known) {
                throw known;
            }
            throw new IllegalStateException("the commit of the group failed", failure);
        }
    }
}
