package dev.joch.compiler.store;

import dev.joch.compiler.CompilerProblem;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

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
    private static final int SILENCE_MILLIS = 12_000;

    private static final String BEGIN =
            """
            select set_config('joch.tenants', ?::text[]::text, true),
                   set_config('lock_timeout', '8s', true),
                   set_config('idle_in_transaction_session_timeout', '5s', true)
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

    /** Runs and commits; a failure of the commit leaves the outcome open. */
    <T> T write(Collection<String> tenants, Work<T> work) {
        return run(tenants, work, true);
    }

    <T> T read(String tenant, Work<T> work) {
        return run(List.of(tenant), work, false);
    }

    private <T> T run(Collection<String> tenants, Work<T> work, boolean writes) {
        boolean committing = false;
        try (Connection connection = pool.getConnection()) {
            connection.setNetworkTimeout(AT_ONCE, SILENCE_MILLIS);
            connection.setAutoCommit(false);
            try {
                show(connection, tenants);
                T result = work.in(connection);
                committing = writes;
                commit(connection, writes);
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw problem(e, committing);
        }
    }

    /** Names the tenants that the transaction may see. */
    private static void show(Connection connection, Collection<String> tenants)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
            statement.setArray(1, connection.createArrayOf("text", tenants.toArray(String[]::new)));
            statement.executeQuery();
        }
    }

    private static void commit(Connection connection, boolean writes) throws SQLException {
        if (writes) {
            Failpoint.COMPILER_COMMIT_BEFORE.hit();
        }
        connection.commit();
        if (writes) {
            Failpoint.COMPILER_COMMIT_AFTER.hit();
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
        // to compile again is harmless: what was committed is found, what was not is written
        return new ProblemException(
                committing
                        ? new CompilerProblem.OutcomeUnknown()
                        : new ServiceProblem.Unavailable("the database"),
                e);
    }
}
