package dev.joch.events.direct;

import dev.joch.events.ShardListener;
import dev.joch.events.Shards;
import dev.joch.events.store.SessionLocks;

import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;

import javax.sql.DataSource;

/**
 * A member's share of a group's shards.
 *
 * <p>Each shard is a lock, each member holds a seat so that the others can count it. Who has more
 * than a fair share lets go, who has less takes what is free. For one thread.
 */
final class Membership implements AutoCloseable {

    private static final int FIRST_SEAT = 100;
    private static final int SEATS = 64;
    private static final int NO_SEAT = -1;

    private final SessionLocks locks;
    private final TreeSet<Integer> owned = new TreeSet<>();
    private int seat = NO_SEAT;

    Membership(DataSource pool, String group) {
        this.locks = new SessionLocks(pool, "group/" + group);
    }

    Set<Integer> owned() {
        return Set.copyOf(owned);
    }

    /** Takes and gives; the listener knows of a loss before the lock is given back. */
    void balance(ShardListener listener) throws SQLException {
        if (seat != NO_SEAT && !locks.alive()) {
            leave();
            listener.owns(Set.of());
        }
        if (seat == NO_SEAT && !takeSeat()) {
            return;
        }
        int members = Math.max(1, locks.count(FIRST_SEAT));
        int fair = (Shards.COUNT + members - 1) / members;
        giveBack(fair, listener);
        if (takeFree(fair)) {
            listener.owns(owned());
        }
    }

    private void giveBack(int fair, ShardListener listener) throws SQLException {
        Set<Integer> surplus = new TreeSet<>();
        for (int shard : owned.descendingSet()) {
            if (owned.size() - surplus.size() > fair) {
                surplus.add(shard);
            }
        }
        if (surplus.isEmpty()) {
            return;
        }
        owned.removeAll(surplus);
        listener.owns(owned());
        for (int shard : surplus) {
            locks.unlock(shard);
        }
    }

    private boolean takeFree(int fair) throws SQLException {
        boolean more = false;
        for (int shard = 0; shard < Shards.COUNT && owned.size() < fair; shard++) {
            if (!owned.contains(shard) && locks.tryLock(shard)) {
                owned.add(shard);
                more = true;
            }
        }
        return more;
    }

    private boolean takeSeat() throws SQLException {
        for (int i = FIRST_SEAT; i < FIRST_SEAT + SEATS; i++) {
            if (locks.tryLock(i)) {
                seat = i;
                return true;
            }
        }
        return false;
    }

    private void leave() {
        owned.clear();
        seat = NO_SEAT;
        locks.close();
    }

    @Override
    public void close() {
        leave();
    }
}
