package dev.joch.scheduler.store;

import dev.joch.scheduler.SchedulerProblem;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;

import javax.sql.DataSource;

/** Transactions on one pool, with what goes wrong in them said in the service's words. */
final class PostgresSession {

    /** A database that is silent for so long is away. */
    private static final int SILENCE_MILLIS = 12_000;

    private static final String BEGIN =
            """
            select set_config('joch.tenants', ?::text[]::text, true),
                   set_config('lock_timeout', '8s', true),
                   set_config('idle_in_transaction_session_timeout', '5s', true),
                   (extract(epoch from clock_timestamp()) * 1000000)::bigint
            """;

    private static final Executor AT_ONCE = Runnable::run;

    private final DataSource pool;

    PostgresSession(DataSource pool) {
        this.pool = pool;
    }

    /** Something done in a transaction that began at that time, by the database's clock. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection, long now) throws SQLException;
    }

    /**
     * Runs and commits; a failure of the commit leaves the outcome open.
     *
     * @param before hit when everything is written
     * @param after hit when it is committed
     */
    <T> T write(Collection<String> tenants, Failpoint before, Failpoint after, Work<T> work) {
        boolean committing = false;
        try (Connection connection = pool.getConnection()) {
            connection.setNetworkTimeout(AT_ONCE, SILENCE_MILLIS);
            connection.setAutoCommit(false);
            T result;
            try {
                result = work.in(connection, begin(connection, tenants));
                before.hit();
                committing = true;
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
            after.hit();
            return result;
        } catch (SQLException e) {
            throw problem(e, committing);
        }
    }

    <T> T read(Collection<String> tenants, Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            connection.setNetworkTimeout(AT_ONCE, SILENCE_MILLIS);
            connection.setAutoCommit(false);
            try {
                T result = work.in(connection, begin(connection, tenants));
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw problem(e, false);
        }
    }

    <T> T read(String tenant, Work<T> work) {
        return read(List.of(tenant), work);
    }

    /** Names the tenants that the transaction may see; gives the time. */
    private static long begin(Connection connection, Collection<String> tenants)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
            statement.setArray(1, connection.createArrayOf("text", tenants.toArray(String[]::new)));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(4);
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

    private static RuntimeException problem(SQLException e, boolean committing) {
        String state = e.getSQLState() == null ? "" : e.getSQLState();
        // 08 connection, 53 resources, 57 shut down or cancelled, 40 serialisation or deadlock,
        // 55P03 a lock, 25006 a standby, 25P03 paused too long
        boolean away =
                state.isEmpty()
                        || state.startsWith("08")
                        || state.startsWith("53")
                        || state.startsWith("57")
                        || state.startsWith("40")
                        || state.equals("55P03")
                        || state.equals("25006")
                        || state.equals("25P03");
        if (!away) {
            return new IllegalStateException("the database refused a statement", e);
        }
        return new ProblemException(
                committing
                        ? new SchedulerProblem.OutcomeUnknown()
                        : new ServiceProblem.Unavailable("the database"),
                e);
    }
}
