package dev.joch.scheduler.lease;

import dev.joch.events.loop.Loop;
import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.store.RunStore;
import dev.joch.scheduler.v1.FollowOrdersResponse;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.service.process.ServicePart;

import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Collectors;

/**
 * Tells workers what to cancel, as soon as it is durable.
 *
 * <p>What is to be told is read from the leases: a worker that comes back, to whichever replica,
 * hears of everything that it has not stopped yet.
 */
public final class Orders implements ServicePart {

    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

    private final RunStore store;
    private final int maxFollowers;
    private final Duration poll;

    /** In the order in which they came. */
    private final List<Follower> followers = new CopyOnWriteArrayList<>();

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition toLook = lock.newCondition();
    private boolean look;
    private @Nullable Loop loop;

    public Orders(RunStore store, int maxFollowers, Duration poll) {
        this.store = store;
        this.maxFollowers = maxFollowers;
        this.poll = poll;
    }

    private static final class Follower {
        private final String worker;
        private final ServerCallStreamObserver<FollowOrdersResponse> stream;
        private final Set<LeaseRef> told = new HashSet<>();

        Follower(String worker, ServerCallStreamObserver<FollowOrdersResponse> stream) {
            this.worker = worker;
            this.stream = stream;
        }
    }

    /** Tells that worker from now on; what was ordered before comes first. */
    public void follow(String worker, ServerCallStreamObserver<FollowOrdersResponse> stream) {
        if (followers.size() >= maxFollowers) {
            throw new ProblemException(new ServiceProblem.Overloaded("orders", maxFollowers));
        }
        Follower follower = new Follower(worker, stream);
        stream.setOnCancelHandler(() -> followers.remove(follower));
        followers.add(follower);
        wake();
    }

    /** Something may have been ordered. */
    public void wake() {
        lock.lock();
        try {
            look = true;
            toLook.signal();
        } finally {
            lock.unlock();
        }
    }

    private final class Telling implements Loop.Turn {

        @Override
        public boolean turn() {
            lock.lock();
            try {
                look = false;
            } finally {
                lock.unlock();
            }
            tell();
            return false;
        }

        @Override
        public void rest() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                long left = poll.toNanos();
                while (!look && left > 0) {
                    left = toLook.awaitNanos(left);
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** One look; by one thread at a time. */
    public void tell() {
        List<Follower> now = List.copyOf(followers);
        if (now.isEmpty()) {
            return;
        }
        Set<String> workers =
                now.stream().map(follower -> follower.worker).collect(Collectors.toSet());
        Map<String, Set<LeaseRef>> orders =
                store.orders(workers).stream()
                        .collect(
                                Collectors.groupingBy(
                                        RunStore.Order::worker,
                                        Collectors.mapping(
                                                RunStore.Order::lease, Collectors.toSet())));
        for (Follower follower : now) {
            Set<LeaseRef> open = orders.getOrDefault(follower.worker, Set.of());
            // what is no order any more is over; it need not be remembered
            follower.told.retainAll(open);
            for (LeaseRef lease : open) {
                if (follower.told.add(lease)) {
                    send(follower, lease);
                }
            }
        }
    }

    private void send(Follower follower, LeaseRef lease) {
        Failpoint.SCHEDULER_ORDER_SEND_BEFORE.hit();
        try {
            follower.stream.onNext(
                    FollowOrdersResponse.newBuilder().setCancel(lease.toProto()).build());
        } catch (RuntimeException e) {
            LOG.debug("worker {} hears no more orders here", follower.worker, e);
            followers.remove(follower);
        }
        Failpoint.SCHEDULER_ORDER_SEND_AFTER.hit();
    }

    @Override
    public String name() {
        return "scheduler orders";
    }

    /** Before the mesh brings the first worker; stopped after it has closed. */
    @Override
    public int order() {
        return 91;
    }

    @Override
    public void start() {
        loop = Loop.start("scheduler-orders", new Telling());
    }

    /** Whoever listens is sent away first: an open stream would keep the mesh from stopping. */
    public void sendAway() {
        for (Follower follower : List.copyOf(followers)) {
            followers.remove(follower);
            try {
                follower.stream.onError(
                        Status.UNAVAILABLE
                                .withDescription("the scheduler stops; follow again")
                                .asRuntimeException());
            } catch (RuntimeException e) {
                LOG.debug("worker {} had gone already", follower.worker, e);
            }
        }
    }

    @Override
    public void close() {
        sendAway();
        if (loop != null) {
            loop.close();
        }
    }
}
