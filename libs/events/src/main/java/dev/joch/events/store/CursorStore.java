package dev.joch.events.store;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import javax.sql.DataSource;

/** Where a consumer stands in one log, by shard. */
public final class CursorStore {

    private final String consumer;
    private final String log;

    public CursorStore(String consumer, String log) {
        this.consumer = consumer;
        this.log = log;
    }

    /** One step of one shard. */
    public record Move(int shard, long from, long to) {}

    /** Somebody else has moved the cursor meanwhile: the shard is theirs. */
    public static final class Moved extends SQLException {

        private static final long serialVersionUID = 1;

        Moved(String consumer) {
            super("another member of " + consumer + " has moved on", "40000");
        }
    }

    /** Positions of these shards; those that have none yet begin at 0. */
    public Map<Integer, Long> read(DataSource pool, Collection<Integer> shards)
            throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement insert =
                        connection.prepareStatement(
                                """
                                insert into event_cursor (consumer, log, shard, position)
                                select ?, ?, n, 0 from unnest(?::int[]) as n
                                on conflict do nothing
                                """);
                PreparedStatement select =
                        connection.prepareStatement(
                                """
                                select shard, position from event_cursor
                                where consumer = ? and log = ? and shard = any(?::int[])
                                """)) {
            Array numbers = connection.createArrayOf("int4", shards.toArray(Integer[]::new));
            insert.setString(1, consumer);
            insert.setString(2, log);
            insert.setArray(3, numbers);
            insert.executeUpdate();
            select.setString(1, consumer);
            select.setString(2, log);
            select.setArray(3, numbers);
            Map<Integer, Long> positions = new HashMap<>();
            try (ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    positions.put(row.getInt(1), row.getLong(2));
                }
            }
            return positions;
        }
    }

    /** Moves the cursors, all or none. */
    public void move(Connection transaction, List<Move> moves) throws SQLException {
        try (PreparedStatement statement =
                transaction.prepareStatement(
                        """
                        update event_cursor c set position = m.to_position
                        from unnest(?::int[], ?::bigint[], ?::bigint[])
                          as m(shard, from_position, to_position)
                        where c.consumer = ? and c.log = ? and c.shard = m.shard
                          and c.position = m.from_position
                        """)) {
            statement.setArray(
                    1,
                    transaction.createArrayOf(
                            "int4", moves.stream().map(Move::shard).toArray(Integer[]::new)));
            statement.setArray(
                    2,
                    transaction.createArrayOf(
                            "int8", moves.stream().map(Move::from).toArray(Long[]::new)));
            statement.setArray(
                    3,
                    transaction.createArrayOf(
                            "int8", moves.stream().map(Move::to).toArray(Long[]::new)));
            statement.setString(4, consumer);
            statement.setString(5, log);
            if (statement.executeUpdate() != moves.size()) {
                throw new Moved(consumer);
            }
        }
    }

    /** The place that all shards have reached; 0 until each of them has begun. */
    public long reachedByAll(DataSource pool, int shards) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement =
                        connection.prepareStatement(
                                """
                                select case when count(*) < ? then 0 else min(position) end
                                from event_cursor where consumer = ? and log = ?
                                """)) {
            statement.setInt(1, shards);
            statement.setString(2, consumer);
            statement.setString(3, log);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }
}
