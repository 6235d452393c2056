package dev.joch.trace.store;

import com.google.protobuf.ByteString;
import com.zaxxer.hikari.HikariDataSource;

import dev.joch.events.Event;
import dev.joch.service.database.Database;
import dev.joch.service.database.TenantSession;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;
import dev.joch.trace.event.EventHead;
import dev.joch.trace.event.Happened;
import dev.joch.trace.event.KeptEvent;
import dev.joch.trace.event.RunUid;
import dev.joch.trace.span.RunKey;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Keeps events of runs in Postgres, for any number of replicas. */
public final class PostgresRunEventStore implements RunEventStore {

    /** The role that consumes: events come of all tenants, and each names its own. */
    public static final String CONSUMER = "joch_trace_upkeep";

    private static final String GRANT =
            """
            select pg_advisory_xact_lock(hashtext('joch_trace grants'));
            grant select, insert, delete on event_inbox to joch_trace_upkeep;
            grant select, insert on event_dead_letter to joch_trace_upkeep;
            grant select, insert, update on event_cursor to joch_trace_upkeep
            """;

    /**
     * One transaction adds after the other: a reader passes over no position, and two that tell of
     * the same runs in another order do not wait for each other. What takes the turn is committed
     * by the batch, so this costs little.
     */
    private static final String ADD =
            """
            with turn as materialized (
                select pg_advisory_xact_lock(hashtext('joch_trace run_event'))),
            head as (
                insert into run_history as h
                    (tenant, namespace, execution, uid, last, dropped, ended, created_at, changed_at)
                select ?, ?, ?, ?, 1, 0, ?, ?, ? from turn
                on conflict (tenant, namespace, execution, uid) do update set
                    last = h.last + 1,
                    dropped = h.dropped + case when h.last < ? or ? then 0 else 1 end,
                    ended = h.ended or excluded.ended,
                    changed_at = excluded.changed_at
                where not exists (select from run_event e where e.event_id = ?)
                returning id, last)
            insert into run_event (run, position, tenant, event_id, type, source, at, body)
            select id, last, ?, ?, ?, ?, ?, ? from head where last <= ? or ?
            on conflict (event_id) do nothing
            """;

    private static final String NEWEST =
            """
            select uid from run_history
            where tenant = ? and namespace = ? and execution = ? order by id desc limit 1
            """;

    private static final String FIND =
            """
            select id, dropped, ended from run_history
            where tenant = ? and namespace = ? and execution = ? and uid = ?
            """;

    private static final String READ =
            """
            select position, event_id, type, source, at, body from run_event
            where run = ? and position > ? order by position limit ?
            """;

    private static final int READERS = 4;
    private static final int PART_BYTES = 1024 * 1024;

    private final long mostPerRun;
    private final InstantSource clock;
    private final HikariDataSource pool;
    private final TenantSession reader;

    /**
     * @param database with the tables of events
     * @param mostPerRun events that are kept of one run; further ones only when they are its own
     *     steps
     */
    public PostgresRunEventStore(Database database, long mostPerRun, InstantSource clock) {
        this.mostPerRun = mostPerRun;
        this.clock = clock;
        grant(database);
        this.pool = database.as(PostgresTraceStore.ROLE, READERS);
        this.reader = new TenantSession(pool);
    }

    /** The tables are the library's: its migration knows no role of ours. One replica at a time. */
    private static void grant(Database database) {
        try (Connection connection = database.owner().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(GRANT);
        } catch (SQLException e) {
            throw new ProblemException(new ServiceProblem.Unavailable("the database"), e);
        }
    }

    @Override
    public void add(Connection transaction, Happened happened) throws SQLException {
        RunKey run = happened.run().run();
        String uid =
                happened.run().uid().isEmpty()
                        ? newest(transaction, run).orElse("")
                        : happened.run().uid();
        if (uid.isEmpty()) {
            return;
        }
        long now = Times.micros(clock.instant());
        Event event = happened.event();
        try (PreparedStatement statement = transaction.prepareStatement(ADD)) {
            int at = named(statement, run, uid);
            statement.setBoolean(at++, happened.ends());
            statement.setLong(at++, now);
            statement.setLong(at++, now);
            statement.setLong(at++, mostPerRun);
            statement.setBoolean(at++, happened.isStep());
            statement.setString(at++, event.id());
            statement.setString(at++, run.tenant());
            statement.setString(at++, event.id());
            statement.setString(at++, event.type());
            statement.setString(at++, event.source());
            statement.setLong(at++, Times.micros(event.time()));
            statement.setBytes(at++, event.payload().toByteArray());
            statement.setLong(at++, mostPerRun);
            statement.setBoolean(at, happened.isStep());
            statement.executeUpdate();
        }
    }

    private static int named(PreparedStatement statement, RunKey run, String uid)
            throws SQLException {
        statement.setString(1, run.tenant());
        statement.setString(2, run.namespace());
        statement.setString(3, run.execution());
        statement.setString(4, uid);
        return 5;
    }

    private static Optional<String> newest(Connection transaction, RunKey run) throws SQLException {
        try (PreparedStatement statement = transaction.prepareStatement(NEWEST)) {
            statement.setString(1, run.tenant());
            statement.setString(2, run.namespace());
            statement.setString(3, run.execution());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
            }
        }
    }

    @Override
    public Optional<EventHead> find(RunUid run) {
        return reader.within(
                List.of(run.run().tenant()),
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(FIND)) {
                        named(statement, run.run(), run.uid());
                        try (ResultSet row = statement.executeQuery()) {
                            return row.next()
                                    ? Optional.of(
                                            new EventHead(
                                                    row.getLong(1),
                                                    row.getLong(2),
                                                    row.getBoolean(3)))
                                    : Optional.empty();
                        }
                    }
                });
    }

    @Override
    public List<KeptEvent> read(String tenant, long run, long above, int limit) {
        return reader.within(
                List.of(tenant),
                connection -> {
                    try (PreparedStatement statement = connection.prepareStatement(READ)) {
                        statement.setLong(1, run);
                        statement.setLong(2, above);
                        statement.setInt(3, limit);
                        return events(statement);
                    }
                });
    }

    /** Rows until there are enough bytes. */
    private static List<KeptEvent> events(PreparedStatement statement) throws SQLException {
        List<KeptEvent> events = new ArrayList<>();
        long bytes = 0;
        try (ResultSet rows = statement.executeQuery()) {
            while (bytes < PART_BYTES && rows.next()) {
                ByteString payload = ByteString.copyFrom(rows.getBytes(6));
                events.add(
                        new KeptEvent(
                                rows.getLong(1),
                                rows.getString(2),
                                rows.getString(3),
                                rows.getString(4),
                                Times.instant(rows.getLong(5)),
                                payload));
                bytes += payload.size();
            }
        }
        return events;
    }

    @Override
    public void close() {
        pool.close();
    }
}
