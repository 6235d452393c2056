package dev.joch.controllermanager.queue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

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

    private static final String NEXT =
            "update resync set next_at = now() + ? * interval '1 millisecond',"
                    + " complete = complete or ? where kind = ?";

    private static final String LATER = "select kind from resync where next_at > now()";

    private final DataSource pool;

    public ResyncStore(DataSource pool) {
        this.pool = pool;
    }

    /** Kinds whose turn has not come yet. */
    public Set<String> later() throws SQLException {
        Set<String> kinds = new HashSet<>();
        try (Connection connection = pool.getConnection();
                PreparedStatement select = connection.prepareStatement(LATER);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                kinds.add(rows.getString(1));
            }
        }
        return kinds;
    }

    /**
     * Whose turn it is, takes it.
     *
     * @param patience when it is somebody else's turn, should this one die on the way
     */
    public Turn take(String kind, Duration patience) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement upsert = connection.prepareStatement(TAKE)) {
            upsert.setString(1, kind);
            upsert.setLong(2, patience.toMillis());
            try (ResultSet rows = upsert.executeQuery()) {
                if (!rows.next()) {
                    return Turn.NOT_YET;
                }
                return rows.getBoolean(1) ? Turn.NEXT : Turn.FIRST;
            }
        }
    }

    /** It came to the end. */
    public void complete(String kind, Duration every) throws SQLException {
        next(kind, every, true);
    }

    /** Its next turn is after that time: it broke off, or it goes on and takes longer. */
    public void again(String kind, Duration delay) throws SQLException {
        next(kind, delay, false);
    }

    private void next(String kind, Duration delay, boolean complete) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement update = connection.prepareStatement(NEXT)) {
            update.setLong(1, delay.toMillis());
            update.setBoolean(2, complete);
            update.setString(3, kind);
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
            WakeRows.wake(connection, wakes);
        }
    }
}
