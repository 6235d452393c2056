package dev.joch.events.store;

import dev.joch.events.EventLog;

import java.sql.SQLException;
import java.util.Optional;

import javax.sql.DataSource;

/** A claim on a log as a lock of a session. For any log that is kept in Postgres. */
public final class SessionClaim implements EventLog.Claim {

    private final SessionLocks locks;

    private SessionClaim(SessionLocks locks) {
        this.locks = locks;
    }

    public static Optional<EventLog.Claim> tryTake(DataSource pool, String reader)
            throws SQLException {
        SessionLocks locks = new SessionLocks(pool, "reader/" + reader);
        boolean taken = false;
        try {
            taken = locks.tryLock(0);
            return taken ? Optional.of(new SessionClaim(locks)) : Optional.empty();
        } finally {
            if (!taken) {
                locks.close();
            }
        }
    }

    @Override
    public boolean holds() {
        return locks.alive();
    }

    @Override
    public void close() {
        locks.close();
    }
}
