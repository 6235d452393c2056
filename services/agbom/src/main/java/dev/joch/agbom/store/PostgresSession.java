package dev.joch.agbom.store;

import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.Executor;

import javax.sql.DataSource;

/** Transactions that see the tenants that they name. */
final class PostgresSession {

    /** A database that is silent for so long is away. */
    private static final int SILENCE_MILLIS = 12_000;

    private static final Executor AT_ONCE = Runnable::run;

    private static final String BEGIN =
            """
            select set_config('joch.tenants', ?::text[]::text, true),
                   set_config('lock_timeout', '8s', true),
                   set_config('idle_in_transaction_session_timeout', '5s', true)
            """;

    private final DataSource pool;

    PostgresSession(DataSource pool) {
        this.pool = pool;
    }

    /** Something done in a transaction. */
    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    <T> T in(String tenant, Work<T> work) {
        return in(Set.of(tenant), work);
    }

    <T> T in(Set<String> tenants, Work<T> work) {
        return run(tenants, work, false);
    }

    /** A failure of the commit leaves the outcome open: who repeats it finds what is there. */
    <T> T write(Set<String> tenants, Work<T> work) {
        return run(tenants, work, true);
    }

    private <T> T run(Set<String> tenants, Work<T> work, boolean writes) {
        try (Connection connection = pool.getConnection()) {
            connection.setNetworkTimeout(AT_ONCE, SILENCE_MILLIS);
            connection.setAutoCommit(false);
            try {
                begin(connection, tenants);
                T result = work.in(connection);
                if (writes) {
                    Failpoint.AGBOM_COMMIT_BEFORE.hit();
                }
                connection.commit();
                if (writes) {
                    Failpoint.AGBOM_COMMIT_AFTER.hit();
                }
                return result;
            } catch (SQLException | RuntimeException e) {
                rollback(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw new ProblemException(new ServiceProblem.Unavailable("the database"), e);
        }
    }

    private static void begin(Connection connection, Set<String> tenants) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(BEGIN)) {
            statement.setArray(1, connection.createArrayOf("text", tenants.toArray(String[]::new)));
            statement.execute();
        }
    }

    private static void rollback(Connection connection, Exception cause) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            cause.addSuppressed(e);
        }
    }
}
