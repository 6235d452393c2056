package dev.joch.events.store;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

/**
 * Locks that live as long as one connection: a process that dies, hangs up or is cut off loses them
 * without anybody's clock.
 *
 * <p>No transaction stays open for them: one that did would hold back vacuum, and every reader that
 * waits for transactions to end. For one thread.
 */
public final class SessionLocks implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SessionLocks.class);

    private final DataSource pool;
    private final String space;
    private @Nullable Connection session;

    /**
     * @param space locks of the same space and number exclude each other, within one schema
     */
    public SessionLocks(DataSource pool, String space) {
        this.pool = pool;
        this.space = space;
    }

    /** Whether the lock is this connection's now. Taken twice, it must be given back twice. */
    public boolean tryLock(int number) throws SQLException {
        return ask(
                "select pg_try_advisory_lock(hashtext(current_schema() || '/' || ?), ?)", number);
    }

    public void unlock(int number) throws SQLException {
        ask("select pg_advisory_unlock(hashtext(current_schema() || '/' || ?), ?)", number);
    }

    /** How many locks of this space with at least that number somebody has. */
    public int count(int least) throws SQLException {
        try (PreparedStatement statement =
                session()
                        .prepareStatement(
                                """
                                select count(*) from pg_locks
                                where locktype = 'advisory' and granted and objsubid = 2
                                  and database = (select oid from pg_database where datname = current_database())
                                  and classid::bigint = hashtext(current_schema() || '/' || ?)::bigint & 4294967295
                                  and objid::bigint >= ?
                                """)) {
            statement.setString(1, space);
            statement.setInt(2, least);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getInt(1);
            }
        }
    }

    /** Whether the connection is still the one that took the locks. */
    public boolean alive() {
        Connection current = session;
        try {
            return current != null && current.isValid(5);
        } catch (SQLException e) {
            return false;
        }
    }

    private boolean ask(String sql, int number) throws SQLException {
        try (PreparedStatement statement = session().prepareStatement(sql)) {
            statement.setString(1, space);
            statement.setInt(2, number);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        }
    }

    private Connection session() throws SQLException {
        Connection current = session;
        if (current == null) {
            current = pool.getConnection();
            session = current;
        }
        return current;
    }

    /** Gives all locks back; the next one is taken on a new connection. */
    @Override
    public void close() {
        Connection current = session;
        session = null;
        if (current == null) {
            return;
        }
        try (current;
                Statement statement = current.createStatement()) {
            statement.execute("select pg_advisory_unlock_all()");
        } catch (SQLException e) {
            // the connection is gone, and the locks with it
            LOG.debug("a session ended by itself", e);
        }
    }
}
