package dev.joch.resourcestore.store;

import dev.joch.resourcestore.ResourceStoreProblem;
import dev.joch.service.database.DatabaseAway;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.concurrent.Executor;

import javax.sql.DataSource;

/** Transactions on one pool, with what goes wrong in them said in the store's words. */
final class PostgresSession {

    /** A database that is silent for so long is away. */
    private static final int SILENCE_MILLIS = 12_000;

    /**
     * The first thing that every transaction says. Names the tenants it may see, gives up its locks
     * when this process is paused, and looks rows up by index whatever the statistics of a young
     * table say.
     */
    static final String BEGIN =
            """
            select set_config('joch.tenants', ?::text[]::text, true),
                   set_config('lock_timeout', '8s', true),
                   set_config('idle_in_transaction_session_timeout', '5s', true),
                   set_config('enable_seqscan', 'off', true),
                   set_config('enable_bitmapscan', 'off', true),
                   set_config('enable_hashjoin', 'off', true),
                   set_config('enable_mergejoin', 'off', true);
            """;

    private static final String DISK_FULL = "53100";

    private static final Executor AT_ONCE = Runnable::run;

    private final DataSource pool;

    PostgresSession(DataSource pool) {
        this.pool = pool;
    }

    /** Something done in a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /**
     * Runs and commits; a failure of the work rolls back, a failure of the commit leaves the
     * outcome open.
     */
    <T> T write(Work<T> work) {
        return run(work, true);
    }

    /** Runs and commits; nothing is at stake when the commit fails. */
    <T> T read(Work<T> work) {
        return run(work, false);
    }

    /** One round trip that is a transaction by itself. */
    <T> T ask(Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            connection.setNetworkTimeout(AT_ONCE, SILENCE_MILLIS);
            return work.in(connection);
        } catch (SQLException e) {
            throw problem(e, false);
        }
    }

    private <T> T run(Work<T> work, boolean writes) {
        boolean committing = false;
        try (Connection connection = pool.getConnection()) {
            connection.setNetworkTimeout(AT_ONCE, SILENCE_MILLIS);
            connection.setAutoCommit(false);
            try {
                T result = work.in(connection);
                committing = writes;
                commit(connection, writes);
                committing = false;
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        } catch (UncheckedSqlException e) {
            throw problem(e.sql(), false);
        } catch (SQLException e) {
            throw problem(e, committing);
        }
    }

    private static void commit(Connection connection, boolean writes) throws SQLException {
        if (writes) {
            Failpoint.STORE_COMMIT_BEFORE.hit();
        }
        connection.commit();
        if (writes) {
            Failpoint.STORE_COMMIT_AFTER.hit();
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static RuntimeException problem(SQLException e, boolean committing) {
        if (DISK_FULL.equals(e.getSQLState())) {
            return new ProblemException(new ResourceStoreProblem.StoreFull(), e);
        }
        if (!DatabaseAway.mayBeMeantBy(e)) {
            return new UncheckedSqlException(e);
        }
        return committing
                ? new ProblemException(new ResourceStoreProblem.CommitUnknown(), e)
                : new ProblemException(new ServiceProblem.Unavailable("the database"), e);
    }

    /** Fills in {@link #BEGIN}. */
    static void setTenants(PreparedStatement statement, Collection<String> tenants)
            throws SQLException {
        statement.setArray(
                1, statement.getConnection().createArrayOf("text", tenants.toArray(String[]::new)));
    }
}
