package dev.joch.events.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;

import javax.sql.DataSource;

/**
 * How far the readers of a log have come. For any log that is kept in a schema with these tables.
 */
public final class PlaceStore {

    /** What all have reached when there is nobody. */
    public static final long NO_READER = Long.MAX_VALUE;

    private final DataSource pool;

    public PlaceStore(DataSource pool) {
        this.pool = pool;
    }

    /** 0 for a reader that nobody knows. */
    public long place(String reader) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                "select position from event_place where reader = ?")) {
            statement.setString(1, reader);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        }
    }

    /** A place never goes back: what lies before it may be gone. */
    public void keep(String reader, long place) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                """
                                insert into event_place (reader, position) values (?, ?)
                                on conflict (reader) do update
                                set position = greatest(event_place.position, excluded.position),
                                    moved = clock_timestamp()
                                """)) {
            statement.setString(1, reader);
            statement.setLong(2, place);
            statement.executeUpdate();
        }
    }

    /**
     * The place that every reader has reached; {@link #NO_READER} when there is none.
     *
     * @param absence a reader that was silent for so long is not waited for
     */
    public long reachedByAll(Duration absence) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                """
                                select coalesce(min(position), 9223372036854775807)
                                from event_place where moved > ?
                                """)) {
            statement.setTimestamp(1, OutboxStore.before(connection, absence));
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
