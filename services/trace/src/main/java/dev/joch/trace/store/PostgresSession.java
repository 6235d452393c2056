package dev.joch.trace.store;

import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.trace.TraceProblem;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Executor;

import javax.sql.DataSource;

/** Transactions on one pool, with what goes wrong in them said in the service's words. */
final class PostgresSession {

    /** A database that is silent for so long is away. */
    private static final int SILENCE_MILLIS = 15_000;

    private static final String BEGIN =
            """
            select set_config('joch.tenants', ?::text[]::text, true),
                   set_config('lock_timeout', '8s', true)
            """;

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

    /** Where a process may be stopped around a commit. */
    record Stops(Failpoint before, Failpoint after) {}

    /** Runs and commits; a failure of the commit leaves the outcome open. */
    <T> T write(Collection<String> tenants, Stops stops, Work<T> work) {
        boolean committing = false;
        try (Connection connection = begin(tenants)) {
            try {
                T result = work.in(connection);
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
            throw problem(e, committing);
        }
    }

    <T> T read(String tenant, Work<T> work) {
        try (Connection connection = begin(List.of(tenant))) {
            try {
                T result = work.in(connection);
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

    /** A transaction that sees what its tenants own. */
    private Connection begin(Collection<String> tenants) throws SQLException {
        Connection connection = pool.getConnection();
        try {
            connection.setNetworkTimeout(AT_ONCE, SILENCE_MILLIS);
            connection.setAutoCommit(false);
            try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
                statement.setArray(
                        1, connection.createArrayOf("text", tenants.toArray(String[]::new)));
                statement.executeQuery();
            }
            return connection;
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
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
        // to send again is harmless: what was committed is found, what was not is written
        return new ProblemException(
                committing
                        ? new TraceProblem.OutcomeUnknown()
                        : new ServiceProblem.Unavailable("the database"),
                e);
    }
}
