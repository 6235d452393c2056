package dev.joch.worker.lease;

import dev.joch.scheduler.v1.FollowOrdersResponse;
import dev.joch.service.problem.FailureLog;

import io.grpc.Context;
import io.grpc.Context.CancellableContext;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Duration;
import java.util.Iterator;

/** Hears cancellations as they come. */
final class FollowOrders implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FollowOrders.class);

    private static final Duration FIRST_PAUSE = Duration.ofMillis(50);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

    private final Scheduler scheduler;
    private final HeldRuns held;
    private final CancellableContext context = Context.ROOT.withCancellation();
    private final Thread thread;
    private volatile boolean open = true;

    FollowOrders(Scheduler scheduler, HeldRuns held) {
        this.scheduler = scheduler;
        this.held = held;
        this.thread = Thread.ofVirtual().name("follow-orders").unstarted(context.wrap(this::run));
    }

    void start() {
        thread.start();
    }

    private void run() {
        Backoff pause = new Backoff(FIRST_PAUSE, LONGEST_PAUSE);
        while (open) {
            try {
                Iterator<FollowOrdersResponse> orders = scheduler.orders();
                while (orders.hasNext()) {
                    FollowOrdersResponse order = orders.next();
                    pause.reset();
                    if (order.hasCancel()) {
                        held.stop(order.getCancel(), StopCause.CANCELLED);
                    }
                }
            } catch (RuntimeException e) {
                if (open) {
                    FailureLog.warn(LOG, "orders cannot be heard; trying again", e);
                }
            }
            if (open && !paused(pause)) {
                return;
            }
        }
    }

    private static boolean paused(Backoff pause) {
        try {
            pause.await();
            return true;
        } catch (InterruptedException e) {
            return false;
        }
    }

    @Override
    public void close() {
        open = false;
        context.cancel(null);
        thread.interrupt();
    }
}
