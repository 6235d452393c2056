package dev.joch.events.intake;

import dev.joch.events.Event;
import dev.joch.events.Subscription;
import dev.joch.events.metrics.EventMetrics;
import dev.joch.events.store.InboxStore;
import dev.joch.service.failpoint.Failpoint;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

/** Takes events of one consumer: what is new is handled, all of it is marked, in one commit. */
public final class Intake {

    /** Something that belongs into the same transaction. */
    @FunctionalInterface
    public interface Step {
        Step NONE = transaction -> {};

        void in(Connection transaction) throws SQLException;
    }

    private final Subscription subscription;
    private final DataSource pool;
    private final InboxStore inbox;
    private final EventMetrics metrics;

    public Intake(Subscription subscription, DataSource pool, EventMetrics metrics) {
        this.subscription = subscription;
        this.pool = pool;
        this.inbox = new InboxStore(subscription.group());
        this.metrics = metrics;
    }

    /** All of them or none. */
    void take(List<Event> events, Step step) throws TakeFailed {
        transact(transaction -> {
            Set<String> fresh = inbox.take(transaction, events);
            for (Event event : events) {
                // the same event may stand twice in one batch
                if (fresh.remove(event.id())) {
                    metrics.handling(subscription, event, transaction);
                }
            }
            step.in(transaction);
            Failpoint.CONSUMER_COMMIT_BEFORE.hit();
        });
        Failpoint.CONSUMER_COMMIT_AFTER.hit();
        subscription.handler().committed();
        metrics.consumed(subscription.group(), events);
    }

    /** Marks the event as done without having been handled, and keeps it with the reason. */
    public void setAside(Event event, String reason, int attempts, Step step) throws TakeFailed {
        Failpoint.CONSUMER_SET_ASIDE_BEFORE.hit();
        transact(transaction -> {
            inbox.take(transaction, List.of(event));
            inbox.setAside(transaction, event, reason, attempts);
            step.in(transaction);
        });
        Failpoint.CONSUMER_SET_ASIDE_AFTER.hit();
        metrics.deadLettered(subscription.group(), event);
    }

    /** Forgets what was taken long ago. */
    public void prune(Duration age) throws SQLException {
        inbox.prune(pool, age);
    }

    private void transact(Step work) throws TakeFailed {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                work.in(connection);
                connection.commit();
            } catch (SQLException | RuntimeException | Error e) {
                rollback(connection, e);
                throw e;
            }
        } catch (SQLException
                | RuntimeException
                | StackOverflowError
                | LinkageError
                | AssertionError e) {
            throw new TakeFailed(e);
        }
    }

    private static void rollback(Connection connection, Throwable cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
