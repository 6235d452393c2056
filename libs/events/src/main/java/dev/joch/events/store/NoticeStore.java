package dev.joch.events.store;

import com.zaxxer.hikari.HikariDataSource;

import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/** Notices between the processes that share a log. One thread listens. */
public final class NoticeStore implements AutoCloseable {

    private final HikariDataSource pool;
    private final String channel;
    private @Nullable Connection listening;

    public NoticeStore(HikariDataSource pool, String schema) {
        this.pool = pool;
        this.channel = schema + "_events";
    }

    /**
     * Tells the others of that position. In a transaction of its own: a notice inside the
     * publishers' ones would make them commit one after the other.
     */
    public void send(long position) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select pg_notify(?, ?)")) {
            statement.setString(1, channel);
            statement.setString(2, Long.toString(position));
            statement.execute();
        }
    }

    /** The newest position that was told of; 0 after silence. */
    public long await(Duration patience) throws SQLException {
        PGNotification[] notices =
                listening()
                        .unwrap(PGConnection.class)
                        .getNotifications((int) Math.max(1, patience.toMillis()));
        long told = 0;
        if (notices != null) {
            for (PGNotification notice : notices) {
                told = Math.max(told, Long.parseLong(notice.getParameter()));
            }
        }
        return told;
    }

    private Connection listening() throws SQLException {
        Connection open = listening;
        if (open == null) {
            open = pool.getConnection();
            listening = open;
            try (Statement statement = open.createStatement()) {
                statement.execute("listen " + channel);
            }
        }
        return open;
    }

    /** The next one listens on a new connection. */
    @Override
    public void close() {
        Connection open = listening;
        listening = null;
        if (open != null) {
            pool.evictConnection(open);
        }
    }
}
