package dev.joch.policyengine.store;

import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

import javax.sql.DataSource;

/** Transactions that see the tenants they name, or, as the owner, all of what is not guarded. */
final class TenantSession {

    private final DataSource pool;

    TenantSession(DataSource pool) {
        this.pool = pool;
    }

    @FunctionalInterface
    interface Work<T> {
        T in(Connection connection) throws SQLException;
    }

    <T> T within(Collection<String> tenants, Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try (PreparedStatement name =
                    connection.prepareStatement(
                            "select set_config('joch.tenants', ?::text[]::text, true)")) {
                name.setArray(1, connection.createArrayOf("text", tenants.toArray(String[]::new)));
                name.execute();
                T result = work.in(connection);
                connection.commit();
                return result;
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            }
        } catch (SQLException e) {
            throw new ProblemException(new ServiceProblem.Unavailable("the database"), e);
        }
    }
}
