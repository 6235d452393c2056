package dev.joch.trace.store;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.service.database.Columns;
import dev.joch.service.database.Database;
import dev.joch.service.database.TenantSession;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.trace.TraceProblem;
import dev.joch.trace.span.RunKey;

import io.opentelemetry.proto.trace.v1.ResourceSpans;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Upkeep in Postgres, by a role that sees all tenants. */
public final class PostgresUpkeep implements Upkeep {

    private static final String ROLE = "joch_trace_upkeep";

    /** One for each kind of work, as they must not wait for one another. */
    private static final int CONNECTIONS = 4;

    private static final long MICROS_PER_MINUTE = 60_000_000;

    private static final String DROP_TRACES =
            """
            with old as (
                select id from trace where received_at < ? and changed_at < ?
                order by received_at limit ?),
            gone as (delete from span s using old where s.trace = old.id)
            delete from trace t using old where t.id = old.id
            """;

    private static final String DROP_EXEMPLARS = "delete from exemplar where minute < ?";

    private static final String DROP_LOGS =
            """
            with old as (
                select id from log where created_at < ? and changed_at < ?
                order by created_at limit ?),
            gone as (delete from log_piece p using old where p.log = old.id)
            delete from log l using old where l.id = old.id
            """;

    private static final String DROP_HISTORIES =
            """
            with old as (
                select id from run_history where created_at < ? and changed_at < ?
                order by created_at limit ?),
            gone as (delete from run_event e using old where e.run = old.id)
            delete from run_history h using old where h.id = old.id
            """;

    private static final String TO_TELL =
            "select "
                    + PostgresReads.COLUMNS
                    + """
                    , t.changed_at, t.root_ended from trace t where t.tell_at <= ?
                    order by t.tell_at limit ?
                    """;

    /** What came since it was read is told next time. */
    private static final String TOLD =
            """
            update trace t set tell_at = case
                when t.changed_at > k.changed_at then ? else nullif(k.again, 0) end
            from unnest(?::bigint[], ?::bigint[], ?::bigint[]) as k (id, changed_at, again)
            where t.id = k.id
            """;

    /** Whoever receives them may take longer than a pause that means that this process stands. */
    private static final String BEGIN_EXPORT =
            """
            set local idle_in_transaction_session_timeout = 0;
            insert into export_cursor (name, place, seq) values ('otlp', '0'::xid8, 0)
            on conflict do nothing
            """;

    private static final String CURSOR =
            """
            select place::text, seq from export_cursor where name = 'otlp'
            for update skip locked
            """;

    /**
     * In the order of commits: whoever has not committed yet comes later, and is not passed over.
     */
    private static final String NEXT =
            """
            select s.place::text, s.seq, s.body from span s
            where s.place is not null and (s.place, s.seq) > (?::xid8, ?)
                and s.place < pg_snapshot_xmin(pg_current_snapshot())
            order by s.place, s.seq limit ?
            """;

    private static final String MOVE =
            "update export_cursor set place = ?::xid8, seq = ? where name = 'otlp'";

    private static final String WAITING =
            """
            select count(*) from (
                select 1 from span s
                where s.place is not null and (s.place, s.seq) > (
                    coalesce((select place from export_cursor where name = 'otlp'), '0'::xid8),
                    coalesce((select seq from export_cursor where name = 'otlp'), 0))
                limit ?) as waiting
            """;

    private static final TenantSession.Stops VERDICT =
            new TenantSession.Stops(
                    Failpoint.TRACE_VERDICT_COMMIT_BEFORE, Failpoint.TRACE_VERDICT_COMMIT_AFTER);
    private static final TenantSession.Stops EXPORT =
            new TenantSession.Stops(
                    Failpoint.TRACE_EXPORT_SEND_AFTER, Failpoint.TRACE_EXPORT_COMMIT_AFTER);

    private final boolean exports;
    private final InstantSource clock;
    private final HikariDataSource pool;
    private final TenantSession session;

    /**
     * @param exports whether spans are to be sent on
     */
    public PostgresUpkeep(Database database, boolean exports, InstantSource clock) {
        this.exports = exports;
        this.clock = clock;
        this.pool = database.as(ROLE, CONNECTIONS);
        this.session = new TenantSession(pool, new TraceProblem.OutcomeUnknown());
    }

    @Override
    public int decide(Instant settled, Instant quiet, Predicate<Complete> keeps, int limit) {
        return session.write(
                List.of(),
                VERDICT,
                connection ->
                        new PostgresVerdicts(connection, exports, Times.micros(clock.instant()))
                                .decide(Times.micros(settled), Times.micros(quiet), keeps, limit));
    }

    @Override
    public int dropTraces(Instant before, int limit) {
        long micros = Times.micros(before);
        return inOne(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(DROP_EXEMPLARS)) {
                statement.setLong(1, micros / MICROS_PER_MINUTE);
                statement.executeUpdate();
            }
            return drop(connection, DROP_TRACES, micros, limit);
        });
    }

    @Override
    public int dropLogs(Instant before, int limit) {
        return inOne(connection -> drop(connection, DROP_LOGS, Times.micros(before), limit));
    }

    @Override
    public int dropHistories(Instant before, int limit) {
        return inOne(connection -> drop(connection, DROP_HISTORIES, Times.micros(before), limit));
    }

    private static int drop(Connection connection, String sql, long before, int limit)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, before);
            statement.setLong(2, before);
            statement.setInt(3, limit);
            return statement.executeUpdate();
        }
    }

    @Override
    public List<Telling> toTell(Instant now, int limit) {
        return inOne(connection -> {
            List<Telling> found = new ArrayList<>();
            try (PreparedStatement statement = connection.prepareStatement(TO_TELL)) {
                statement.setLong(1, Times.micros(now));
                statement.setInt(2, limit);
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        TraceStore.Kept kept = PostgresReads.kept(rows);
                        found.add(
                                new Telling(
                                        kept.id(),
                                        RunKey.of(kept.summary().getExecution()),
                                        rows.getLong("changed_at"),
                                        rows.getBoolean("root_ended"),
                                        kept.summary()));
                    }
                }
            }
            return found;
        });
    }

    @Override
    public void told(List<Told> told) {
        if (told.isEmpty()) {
            return;
        }
        inOne(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(TOLD)) {
                statement.setLong(1, Times.micros(clock.instant()));
                new Columns<>(statement, 2, told)
                        .longs(Told::id)
                        .longs(Told::changedAt)
                        .longs(Told::againAt);
                return statement.executeUpdate();
            }
        });
    }

    private record Place(String place, long seq) {}

    @Override
    public int send(int limit, Receiver receiver) {
        return session.write(
                List.of(),
                EXPORT,
                connection -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(BEGIN_EXPORT);
                    }
                    Place from;
                    try (PreparedStatement statement = connection.prepareStatement(CURSOR);
                            ResultSet row = statement.executeQuery()) {
                        if (!row.next()) {
                            return 0;
                        }
                        from = new Place(row.getString(1), row.getLong(2));
                    }
                    List<ResourceSpans> spans = new ArrayList<>();
                    Place last = next(connection, from, limit, spans);
                    if (!spans.isEmpty()) {
                        Failpoint.TRACE_EXPORT_SEND_BEFORE.hit();
                        receiver.take(spans);
                        move(connection, last);
                    }
                    return spans.size();
                });
    }

    private static Place next(
            Connection connection, Place from, int limit, List<ResourceSpans> spans)
            throws SQLException {
        Place last = from;
        try (PreparedStatement statement = connection.prepareStatement(NEXT)) {
            statement.setString(1, from.place());
            statement.setLong(2, from.seq());
            statement.setInt(3, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    last = new Place(rows.getString(1), rows.getLong(2));
                    byte[] body = rows.getBytes(3);
                    // one that sampling left out later has none
                    if (body != null) {
                        spans.add(PostgresReads.parse(body));
                    }
                }
            }
        }
        return last;
    }

    private static void move(Connection connection, Place last) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(MOVE)) {
            statement.setString(1, last.place());
            statement.setLong(2, last.seq());
            statement.executeUpdate();
        }
    }

    @Override
    public int waiting(int limit) {
        return inOne(connection -> {
            try (PreparedStatement statement = connection.prepareStatement(WAITING)) {
                statement.setInt(1, limit);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getInt(1);
                }
            }
        });
    }

    private <T> T inOne(TenantSession.Work<T> work) {
        return session.within(List.of(), work);
    }

    @Override
    public void close() {
        pool.close();
    }
}
