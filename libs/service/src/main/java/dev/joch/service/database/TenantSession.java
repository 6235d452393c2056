package dev.joch.service.database;

import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.Problem;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.concurrent.Executor;

import javax.sql.DataSource;

/**
 * Transactions on one pool that see the tenants they name. They wait for nobody for ever: not for a
 * lock, not for a database that is silent, and a process that is paused loses what it has locked.
 */
public final class TenantSession {

    /** A database that is silent for so long is away. */
    private static final int SILENCE_MILLIS = 12_000;

    private static final String BEGIN =
            """
            select set_config('joch.tenants', ?::text[]::text, true),
                   set_config('lock_timeout', '8s', true),
                   set_config('idle_in_transaction_session_timeout', '5s', true),
                   (extract(epoch from clock_timestamp()) * 1000000)::bigint
            """;

    private static final int TIME = 4;

    private static final Executor AT_ONCE = Runnable::run;

    private final DataSource pool;
    private final Problem outcomeUnknown;

    /** For changes that are looked for before they are made once more. */
    public TenantSession(DataSource pool) {
        this(pool, away());
    }

    /**
     * @param outcomeUnknown what a caller is told when the commit itself failed
     */
    public TenantSession(DataSource pool, Problem outcomeUnknown) {
        this.pool = pool;
        this.outcomeUnknown = outcomeUnknown;
    }

    /** Something done in a transaction. */
    @FunctionalInterface
    public interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    /** The same at that time, in microseconds, by the database's clock. */
    @FunctionalInterface
    public interface TimedWork<T> {
        T in(Connection connection, long now) throws SQLException;
    }

    /** Where a process may be stopped around a commit. */
    public record Stops(Failpoint before, Failpoint after) {}

    /** Looks, or does what is done again where its commit failed. */
    public <T> T within(Collection<String> tenants, Work<T> work) {
        return within(tenants, (connection, _) -> work.in(connection));
    }

    public <T> T within(Collection<String> tenants, TimedWork<T> work) {
        try (Connection connection = connection()) {
            try {
                T result = work.in(connection, begin(connection, tenants));
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw failure(e, away());
        }
    }

    /** Changes something; a failure of the commit leaves the outcome open. */
    public <T> T write(Collection<String> tenants, Stops stops, Work<T> work) {
        return write(tenants, stops, (connection, _) -> work.in(connection));
    }

    public <T> T write(Collection<String> tenants, Stops stops, TimedWork<T> work) {
        boolean committing = false;
        try (Connection connection = connection()) {
            try {
                T result = work.in(connection, begin(connection, tenants));
                stops.before().hit();
                committing = true;
                connection.commit();
                stops.after().hit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw failure(e, committing ? outcomeUnknown : away());
        }
    }

    private Connection connection() throws SQLException {
        Connection connection = pool.getConnection();
        try {
            connection.setNetworkTimeout(AT_ONCE, SILENCE_MILLIS);
            connection.setAutoCommit(false);
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }

    /** Gives the time. */
    private static long begin(Connection connection, Collection<String> tenants)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
            statement.setArray(1, connection.createArrayOf("text", tenants.toArray(String[]::new)));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(TIME);
            }
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }

    private static Problem away() {
        return new ServiceProblem.Unavailable("the database");
    }

    private static RuntimeException failure(SQLException e, Problem away) {
        return DatabaseAway.mayBeMeantBy(e)
                ? new ProblemException(away, e)
                : new StatementRefused(e);
    }
}
