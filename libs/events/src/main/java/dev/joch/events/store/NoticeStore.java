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
import java.util.List;
import java.util.stream.Stream;

/** Notices between the processes that share a database, on one channel. One thread listens. */
public final class NoticeStore implements AutoCloseable {

    private final HikariDataSource pool;
    private final String channel;
    private @Nullable Connection listening;

    public NoticeStore(HikariDataSource pool, String channel) {
        this.pool = pool;
        this.channel = channel;
    }

    /**
     * Tells the others. In a transaction of its own: a notice inside those that it stands for would
     * make them commit one after the other.
     */
    public void send(String notice) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement("select pg_notify(?, ?)")) {
            statement.setString(1, channel);
            statement.setString(2, notice);
            statement.execute();
        }
    }

    /** What was told, this process' own notices among it; none after silence. */
    public List<String> await(Duration patience) throws SQLException {
        PGNotification @Nullable [] notices =
                listening()
                        .unwrap(PGConnection.class)
                        .getNotifications((int) Math.max(1, patience.toMillis()));
        return notices == null
                ? List.of()
                : Stream.of(notices).map(PGNotification::getParameter).toList();
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
