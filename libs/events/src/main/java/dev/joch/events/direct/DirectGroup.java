package dev.joch.events.direct;

import dev.joch.events.ShardListener;
import dev.joch.events.Subscription;
import dev.joch.events.loop.Loop;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;

import javax.sql.DataSource;

/** Keeps this member's share of its group fair, and the listener informed. */
final class DirectGroup implements Loop.Turn {

    private static final Duration EVERY = Duration.ofMillis(500);

    private final Membership membership;
    private final ShardListener listener;
    private volatile Set<Integer> owned = Set.of();

    DirectGroup(Subscription subscription, DataSource pool) {
        this.membership = new Membership(pool, subscription.group());
        this.listener = subscription.shards();
    }

    Set<Integer> owned() {
        return owned;
    }

    @Override
    public boolean turn() throws SQLException {
        membership.balance(this::tell);
        return false;
    }

    private void tell(Set<Integer> shards) {
        owned = shards;
        listener.owns(shards);
    }

    @Override
    public void rest() throws InterruptedException {
        LockSupport.parkNanos(EVERY.toNanos());
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    /** Without a connection there are no locks. */
    @Override
    public void failed() {
        ended();
    }

    @Override
    public void ended() {
        membership.close();
        if (!owned.isEmpty()) {
            tell(Set.of());
        }
    }
}
