package dev.joch.resourcestore.store;

import dev.joch.service.failpoint.Failpoint;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;

/**
 * Removes what is past its retention, in the role that may. First the compacted revision moves, so
 * that nobody begins to read what goes; then rows go in steps, so that no lock is held for long. A
 * crash in between is finished by the next one.
 */
final class PostgresUpkeep {

    private static final int STEP = 5_000;

    /** Any number, as long as nobody else uses it for an advisory lock. */
    private static final long LOCK = 0x6a6f63682d727363L;

    private final PostgresSession owner;

    PostgresUpkeep(PostgresSession owner) {
        this.owner = owner;
    }

    ResourceStore.Compaction compact(long wanted) {
        Failpoint.STORE_COMPACT_BEFORE.hit();
        long compacted = owner.read(connection -> move(connection, wanted));
        Failpoint.STORE_COMPACT_AFTER.hit();
        long dropped = 0;
        long step;
        do {
            step = owner.read(connection -> sweep(connection, compacted));
            dropped += Math.max(0, step);
        } while (step >= 0);
        return new ResourceStore.Compaction(compacted, dropped);
    }

    private static void actAsUpkeep(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "set local role joch_resource_store_upkeep; set local enable_seqscan = off");
        }
    }

    private static long move(Connection connection, long wanted) throws SQLException {
        actAsUpkeep(connection);
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        update store_head set compacted = greatest(compacted, least(revision, ?))
                        returning compacted
                        """)) {
            statement.setLong(1, wanted);
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getLong(1);
            }
        }
    }

    /** One step; -1 when nothing is left or another replica is at it. */
    private static long sweep(Connection connection, long compacted) throws SQLException {
        actAsUpkeep(connection);
        try (Statement lock = connection.createStatement();
                ResultSet row =
                        lock.executeQuery("select pg_try_advisory_xact_lock(" + LOCK + ")")) {
            row.next();
            if (!row.getBoolean(1)) {
                return -1;
            }
        }
        long swept = swept(connection);
        if (swept >= compacted) {
            return -1;
        }
        long until = Math.min(compacted, swept + STEP);
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        delete from log where revision in (
                            select previous from log where revision > ? and revision <= ? and previous > 0
                            union all
                            select revision from log where revision > ? and revision <= ? and type = 3)
                        """)) {
            statement.setLong(1, swept);
            statement.setLong(2, until);
            statement.setLong(3, swept);
            statement.setLong(4, until);
            long dropped = statement.executeUpdate();
            setSwept(connection, until);
            return dropped;
        }
    }

    private static long swept(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select revision from store_sweep")) {
            row.next();
            return row.getLong(1);
        }
    }

    private static void setSwept(Connection connection, long until) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("update store_sweep set revision = ?")) {
            statement.setLong(1, until);
            statement.executeUpdate();
        }
    }

    /** By halving: times grow with revisions, as far as the clocks of the replicas agree. */
    long revisionAt(Instant time) {
        long micros = StoredBytes.micros(time);
        return owner.read(connection -> {
            actAsUpkeep(connection);
            long low = 0;
            long high = newest(connection);
            while (low < high) {
                long middle = low + (high - low + 1) / 2;
                if (committedBefore(connection, middle, micros)) {
                    low = middle;
                } else {
                    high = middle - 1;
                }
            }
            return low;
        });
    }

    private static long newest(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select revision from store_head")) {
            row.next();
            return row.getLong(1);
        }
    }

    /** Whether everything up to the revision is older, as far as it is still there. */
    private static boolean committedBefore(Connection connection, long revision, long micros)
            throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        "select committed_at from log where revision <= ? order by revision desc limit 1")) {
            statement.setLong(1, revision);
            try (ResultSet row = statement.executeQuery()) {
                return !row.next() || row.getLong(1) < micros;
            }
        }
    }

    int forgetAnswers(Instant before) {
        return owner.read(connection -> {
            actAsUpkeep(connection);
            try (PreparedStatement statement =
                    connection.prepareStatement("delete from answer where answered_at < ?")) {
                statement.setLong(1, StoredBytes.micros(before));
                return statement.executeUpdate();
            }
        });
    }
}
