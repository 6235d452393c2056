package dev.joch.resourcestore.store;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.events.store.NoticeStore;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.sql.SQLException;
import java.time.Duration;

/** Listens for the commits of all replicas on a connection of its own. */
final class PostgresNotices implements AutoCloseable {

    private final NoticeStore notices;

    PostgresNotices(HikariDataSource pool) {
        this.notices = new NoticeStore(pool, PostgresAppend.CHANNEL);
    }

    /** The newest revision that was told of; 0 after silence. */
    synchronized long await(Duration patience) {
        try {
            return notices.await(patience).stream().mapToLong(Long::parseLong).max().orElse(0);
        } catch (SQLException e) {
            notices.close();
            throw new ProblemException(new ServiceProblem.Unavailable("the database"), e);
        }
    }

    @Override
    public synchronized void close() {
        notices.close();
    }
}
