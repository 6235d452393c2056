package dev.joch.resourcestore.store;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Listens for the commits of all replicas on a connection of its own. For one thread. */
final class PostgresNotices implements AutoCloseable {

    private final HikariDataSource pool;
    private @Nullable Connection listening;

    PostgresNotices(HikariDataSource pool) {
        this.pool = pool;
    }

    /** The newest revision that was told of; 0 after silence. */
    synchronized long await(Duration patience) {
        try {
            Connection connection = listening();
            PGNotification[] notices =
                    connection
                            .unwrap(PGConnection.class)
                            .getNotifications((int) Math.max(1, patience.toMillis()));
            long told = 0;
            if (notices != null) {
                for (PGNotification notice : notices) {
                    told = Math.max(told, Long.parseLong(notice.getParameter()));
                }
            }
            return told;
        } catch (SQLException e) {
            close();
            throw new ProblemException(new ServiceProblem.Unavailable("the database"), e);
        }
    }

    private Connection listening() throws SQLException {
        Connection open = listening;
        if (open == null) {
            open = pool.getConnection();
            listening = open;
            try (Statement statement = open.createStatement()) {
                statement.execute("listen " + PostgresAppend.CHANNEL);
            }
        }
        return open;
    }

    @Override
    public synchronized void close() {
        Connection open = listening;
        listening = null;
        if (open != null) {
            pool.evictConnection(open);
        }
    }
}
