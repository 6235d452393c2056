package dev.joch.resourcestore.store;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.resourcestore.catalogue.Bounds;
import dev.joch.resourcestore.catalogue.Change;
import dev.joch.resourcestore.catalogue.Key;
import dev.joch.resourcestore.catalogue.Version;
import dev.joch.resourcestore.rules.DecideGroup;
import dev.joch.resourcestore.rules.GroupPlan;
import dev.joch.resourcestore.rules.WriteCommand;
import dev.joch.service.database.ConnectionSetting;
import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.service.id.Ids;

import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Keeps versions in Postgres, for any number of replicas.
 *
 * <p>The row lock of {@code store_head} is the revision lock: whoever holds it decides on the
 * newest state, appends, and sets the revision in the same transaction. So revisions are given in
 * commit order, and a rolled-back group leaves no gap.
 */
public final class PostgresResourceStore implements ResourceStore {

    private static final String SERVICE = "resource-store";

    /** The second one stands by for the first one that breaks. */
    private static final int WRITERS = 2;

    /** One holds the relay's claim for as long as it relays. */
    private static final int READERS = 3;

    private final Database database;
    private final HikariDataSource appPool;
    private final HikariDataSource feedPool;
    private final HikariDataSource writePool;
    private final PostgresSession writer;
    private final PostgresPointReads points;
    private final PostgresSession app;
    private final PostgresSession feed;
    private final PostgresUpkeep upkeep;
    private final PostgresNotices notices;
    private final InstantSource clock;
    private final Ids ids;

    private PostgresResourceStore(Database database, InstantSource clock, Ids ids) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
        this.appPool = database.as("joch_resource_store_app");
        this.feedPool = database.as("joch_resource_store_feed");
        // a connection for the one thread that writes: readers in a queue must not hold it up
        this.writePool =
                database.as("joch_resource_store_app", WRITERS, ConnectionSetting.PLANNED_ONCE);
        this.writer = new PostgresSession(writePool);
        this.points =
                new PostgresPointReads(
                        database.as("joch_resource_store_app", 1, ConnectionSetting.PLANNED_ONCE));
        this.app = new PostgresSession(appPool);
        this.feed = new PostgresSession(feedPool);
        this.upkeep = new PostgresUpkeep(new PostgresSession(database.owner()));
        this.notices = new PostgresNotices(feedPool);
    }

    /** Brings the schema to the newest version and opens it. */
    public static PostgresResourceStore open(DatabaseConfig config, InstantSource clock, Ids ids) {
        return new PostgresResourceStore(Database.open(config, SERVICE, "events"), clock, ids);
    }

    /** Where readers of the log have come, kept beside it. */
    public PostgresReaderPlaces readerPlaces() {
        // a relay's place that was lost has changes told once more, and each turn would wait for it
        return new PostgresReaderPlaces(database.as("", READERS, ConnectionSetting.MAY_BE_LOST));
    }

    @Override
    public GroupPlan write(List<WriteCommand> group) {
        return writer.write(connection -> {
            PostgresCatalogue catalogue = PostgresCatalogue.lock(connection, group);
            GroupPlan plan =
                    DecideGroup.plan(
                            catalogue, catalogue.revision(), group, clock.instant(), ids::nextText);
            new PostgresAppend(connection, plan).run(catalogue);
            return plan;
        });
    }

    @Override
    public Bounds bounds() {
        return app.read(connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(SqlRows.BOUNDS)) {
                return SqlRows.bounds(row);
            }
        });
    }

    @Override
    public Optional<Version> get(Key key, long revision) {
        if (revision == 0) {
            return points.read(List.of(key)).versions().stream().findFirst();
        }
        return app.read(connection -> {
            Bounds bounds = PostgresReads.snapshot(connection, Set.of(key.tenant()));
            long shown = RevisionRules.readable(revision, bounds);
            return SqlReads.history(connection, key, shown + 1, 1).stream()
                    .filter(version -> !version.gone())
                    .findFirst();
        });
    }

    @Override
    public Batch getAll(List<Key> keys) {
        if (keys.size() <= PostgresPointReads.MOST_KEYS) {
            return points.read(keys);
        }
        return app.read(connection -> {
            Bounds bounds = PostgresReads.snapshot(connection, ResourceStore.tenants(keys));
            return new Batch(PostgresReads.newest(connection, keys), bounds.revision());
        });
    }

    @Override
    public ListPage list(ListQuery query) {
        String tenant = query.selection().tenant();
        // all tenants are for the feed's role to see
        PostgresSession session = tenant == null ? feed : app;
        return session.read(connection -> {
            Bounds bounds =
                    PostgresReads.snapshot(connection, tenant == null ? Set.of() : Set.of(tenant));
            long shown = RevisionRules.readable(query.revision(), bounds);
            return new SqlPages(connection, query.selection(), shown, bounds.revision())
                    .page(query);
        });
    }

    @Override
    public List<Version> history(Key key, long below, int limit) {
        return app.read(connection -> {
            PostgresReads.show(connection, Set.of(key.tenant()));
            return SqlReads.history(connection, key, below, limit);
        });
    }

    @Override
    public List<Key> referrers(Key key, Optional<Key> after, int limit) {
        return app.read(connection -> {
            PostgresReads.show(connection, Set.of(key.tenant()));
            return SqlReads.referrers(connection, key, after, limit);
        });
    }

    @Override
    public List<Change> changesAfter(long revision, int limit) {
        return feed.read(connection -> {
            Bounds bounds = PostgresReads.snapshot(connection, Set.of());
            RevisionRules.requireRetained(revision, bounds);
            return revision >= bounds.revision()
                    ? List.of()
                    : SqlReads.changes(connection, revision, limit);
        });
    }

    @Override
    public long awaitChange(long revision, Duration patience) {
        return notices.await(patience);
    }

    @Override
    public Compaction compact(long revision) {
        return upkeep.compact(revision);
    }

    @Override
    public long revisionAt(Instant time) {
        return upkeep.revisionAt(time);
    }

    @Override
    public int forgetAnswers(Instant before) {
        return upkeep.forgetAnswers(before);
    }

    @Override
    public void close() {
        notices.close();
        points.close();
        writePool.close();
        appPool.close();
        feedPool.close();
        database.close();
    }
}
