package dev.joch.controllermanager.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

import javax.sql.DataSource;

/** When each kind is compared with the store again, among all replicas. */
public final class ResyncStore {

    /** What a replica has to do about a kind. */
    public enum Turn {
        NOT_YET,
        /** Nobody has ever come to the end of this kind. */
        FIRST,
        NEXT
    }

    private static final String TAKE =
            """
            insert into resync as r (kind, next_at) values (?, now() + ? * interval '1 millisecond')
            on conflict (kind) do update
              set next_at = excluded.next_at where r.next_at <= now()
            returning complete
            """;

    private final DataSource pool;

    public ResyncStore(DataSource pool) {
        this.pool = pool;
    }

    /** Whose turn it is, takes it. */
    public Turn take(String kind, Duration every) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement upsert = connection.prepareStatement(TAKE)) {
            upsert.setString(1, kind);
            upsert.setLong(2, every.toMillis());
            try (ResultSet rows = upsert.executeQuery()) {
                if (!rows.next()) {
                    return Turn.NOT_YET;
                }
                return rows.getBoolean(1) ? Turn.NEXT : Turn.FIRST;
            }
        }
    }

    public void complete(String kind) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement update =
                        connection.prepareStatement(
                                "update resync set complete = true where kind = ?")) {
            update.setString(1, kind);
            update.executeUpdate();
        }
    }

    /** It broke off: the next turn comes soon. */
    public void again(String kind, Duration delay) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement update =
                        connection.prepareStatement(
                                "update resync set next_at = now() + ? * interval '1 millisecond'"
                                        + " where kind = ?")) {
            update.setLong(1, delay.toMillis());
            update.setString(2, kind);
            update.executeUpdate();
        }
    }

    /** Keys that are due now. */
    public long waiting() throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement select =
                        connection.prepareStatement(
                                "select count(*) from work where due_at <= now()");
                ResultSet rows = select.executeQuery()) {
            rows.next();
            return rows.getLong(1);
        }
    }

    public void wake(List<Wake> wakes) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            WorkStore.wake(connection, wakes);
        }
    }
}
