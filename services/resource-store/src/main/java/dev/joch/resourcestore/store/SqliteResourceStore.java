package dev.joch.resourcestore.store;

import dev.joch.resourcestore.catalogue.Bounds;
import dev.joch.resourcestore.catalogue.Change;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Version;
import dev.joch.resourcestore.rules.DecideGroup;
import dev.joch.resourcestore.rules.GroupPlan;
import dev.joch.resourcestore.rules.WriteCommand;
import dev.joch.service.id.Ids;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Keeps versions in one file, for one process: a laptop without a database server. Every commit is
 * on the disk when it returns.
 */
public final class SqliteResourceStore implements ResourceStore {

    private final SqliteFile file;
    private final InstantSource clock;
    private final Ids ids;
    private final Object committed = new Object();
    private long newest;

    private SqliteResourceStore(SqliteFile file, InstantSource clock, Ids ids) {
        this.file = file;
        this.clock = clock;
        this.ids = ids;
    }

    /** Opens the file, and makes it when it is not there. */
    public static SqliteResourceStore open(Path path, InstantSource clock, Ids ids) {
        return new SqliteResourceStore(SqliteFile.open(path), clock, ids);
    }

    @Override
    public GroupPlan write(List<WriteCommand> group) {
        GroupPlan plan =
                file.write(connection -> {
                    SqliteCatalogue catalogue = new SqliteCatalogue(connection);
                    GroupPlan decided =
                            DecideGroup.plan(
                                    catalogue,
                                    bounds(connection).revision(),
                                    group,
                                    clock.instant(),
                                    ids::nextText);
                    new SqliteAppend(connection, decided).run(catalogue);
                    return decided;
                });
        synchronized (committed) {
            newest = plan.revision();
            committed.notifyAll();
        }
        return plan;
    }

    private static Bounds bounds(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(SqlRows.BOUNDS)) {
            return SqlRows.bounds(row);
        }
    }

    @Override
    public Bounds bounds() {
        return file.read(SqliteResourceStore::bounds);
    }

    @Override
    public Optional<Version> get(Key key, long revision) {
        return file.read(connection -> {
            if (revision == 0) {
                return new SqliteCatalogue(connection).head(key);
            }
            long shown = RevisionRules.readable(revision, bounds(connection));
            return SqlReads.history(connection, key, shown + 1, 1).stream()
                    .filter(version -> !version.gone())
                    .findFirst();
        });
    }

    @Override
    public Batch getAll(List<Key> keys) {
        return file.read(connection -> {
            long revision = bounds(connection).revision();
            SqliteCatalogue catalogue = new SqliteCatalogue(connection);
            List<Version> found = new ArrayList<>();
            keys.forEach(key -> catalogue.head(key).ifPresent(found::add));
            return new Batch(found, revision);
        });
    }

    @Override
    public ListPage list(ListQuery query) {
        return file.read(connection -> {
            Bounds bounds = bounds(connection);
            long shown = RevisionRules.readable(query.revision(), bounds);
            return new SqlPages(connection, query.selection(), shown, bounds.revision())
                    .page(query);
        });
    }

    @Override
    public List<Version> history(Key key, long below, int limit) {
        return file.read(connection -> SqlReads.history(connection, key, below, limit));
    }

    @Override
    public List<Key> referrers(Key key, Optional<Key> after, int limit) {
        return file.read(connection -> SqlReads.referrers(connection, key, after, limit));
    }

    @Override
    public List<Change> changesAfter(long revision, int limit) {
        return file.read(connection -> {
            RevisionRules.requireRetained(revision, bounds(connection));
            return SqlReads.changes(connection, revision, limit);
        });
    }

    @Override
    public long awaitChange(long revision, Duration patience) throws InterruptedException {
        synchronized (committed) {
            if (newest <= revision) {
                committed.wait(Math.max(1, patience.toMillis()));
            }
            return newest;
        }
    }

    @Override
    public Compaction compact(long revision) {
        return file.write(connection -> {
            Bounds bounds = bounds(connection);
            long horizon = Math.min(revision, bounds.revision());
            return horizon <= bounds.compacted()
                    ? new Compaction(bounds.compacted(), 0)
                    : new Compaction(horizon, drop(connection, bounds.compacted(), horizon));
        });
    }

    private static long drop(Connection connection, long from, long to) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement(
                        """
                        delete from log where revision in (
                            select previous from log where revision > ? and revision <= ? and previous > 0
                            union all
                            select revision from log where revision > ? and revision <= ? and type = 3)
                        """)) {
            statement.setLong(1, from);
            statement.setLong(2, to);
            statement.setLong(3, from);
            statement.setLong(4, to);
            long dropped = statement.executeUpdate();
            try (PreparedStatement head =
                    connection.prepareStatement("update store_head set compacted = ?")) {
                head.setLong(1, to);
                head.executeUpdate();
            }
            return dropped;
        }
    }

    @Override
    public long revisionAt(Instant time) {
        return file.read(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement(
                            """
                            select coalesce(max(revision), 0) from log where committed_at < ?
                            """)) {
                statement.setLong(1, StoredBytes.micros(time));
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getLong(1);
                }
            }
        });
    }

    @Override
    public int forgetAnswers(Instant before) {
        return file.write(connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("delete from answer where answered_at < ?")) {
                statement.setLong(1, StoredBytes.micros(before));
                return statement.executeUpdate();
            }
        });
    }

    @Override
    public void close() {
        file.close();
    }
}
