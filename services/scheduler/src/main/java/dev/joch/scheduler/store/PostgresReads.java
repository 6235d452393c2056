package dev.joch.scheduler.store;

import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.store.RunStore.Due;
import dev.joch.scheduler.store.RunStore.Order;
import dev.joch.scheduler.store.RunStore.Over;
import dev.joch.scheduler.store.RunStore.Position;
import dev.joch.scheduler.store.RunStore.Selection;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.RunPhase;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Questions about runs, in an open transaction. */
final class PostgresReads {

    private static final String FIND =
            "select "
                    + RunRows.COLUMNS
                    + """
                    , coalesce(l.until, 0)
                    from unnest(?::text[], ?::text[], ?::text[]) as k (tenant, namespace, name)
                    join run r using (tenant, namespace, name)
                    left join lease l using (tenant, namespace, name)
                    """;

    /** Few are alive and many have ended: each sort has its index, and the words must fit it. */
    private static final String LIST =
            """
            select r.body from run r
            where r.tenant = ? and (? = '' or r.namespace = ?) and (? = '' or r.agent = ?)
                and r.phase = any (?) and (r.created_at, r.namespace, r.name) > (?, ?, ?) %s
            order by r.tenant, r.created_at, r.namespace, r.name limit ?
            """;

    private static final String AHEAD =
            """
            select count(*) from queue q
            where q.tenant = ? and q.namespace = ? and q.pool = ?
                and (q.priority > ?
                    or (q.priority = ? and (q.place, q.name) < (?, ?)))
            """;

    private static final String ORDERS =
            """
            select l.worker, l.tenant, l.namespace, l.name, l.uid, l.token from lease l
            where l.worker = any (?) and l.cancelled and l.started
            """;

    private static final String UNSETTLED =
            "select "
                    + RunRows.COLUMNS
                    + " from run r where r.phase = 1 and r.place = 0 and r.due_at <= ?"
                    + " order by r.due_at limit ?";

    private static final String OVER =
            """
            select l.tenant, l.namespace, l.name, l.uid, l.token, l.worker, l.started from lease l
            where l.until <= ? order by l.until limit ?
            """;

    private static final String LATE =
            """
            select l.tenant, l.namespace, l.name, l.uid, l.token from lease l
            where l.deadline > 0 and l.deadline <= ? and l.started and not l.cancelled
            order by l.deadline limit ?
            """;

    private static final String WAITING =
            """
            select (select count(*) from queue)
                + (select count(*) from run where phase = 1 and place = 0)
            """;

    private static final String DROP =
            """
            delete from run r using (
                select tenant, namespace, name from run
                where completed_at > 0 and completed_at < ?
                order by completed_at limit ? for update skip locked) as old
            where (r.tenant, r.namespace, r.name) = (old.tenant, old.namespace, old.name)
            """;

    private final Connection connection;

    PostgresReads(Connection connection) {
        this.connection = connection;
    }

    List<StoredRun> find(List<RunKey> keys) throws SQLException {
        List<StoredRun> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(FIND)) {
            RunRows.keys(statement, 1, keys);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(RunRows.stored(rows, rows.getLong(10)));
                }
            }
        }
        return found;
    }

    List<Run> list(Selection selection, Optional<Position> after, int limit) throws SQLException {
        Collection<RunPhase> phases =
                selection.phases().isEmpty() ? List.of(RunPhase.values()) : selection.phases();
        Integer[] numbers =
                phases.stream()
                        .filter(phase -> phase != RunPhase.UNRECOGNIZED)
                        .map(RunPhase::getNumber)
                        .toArray(Integer[]::new);
        boolean alive =
                phases.stream()
                        .allMatch(phase ->
                                phase != RunPhase.UNRECOGNIZED
                                        && phase.getNumber() < RunPhase.RUN_PHASE_SUCCEEDED_VALUE);
        Position from = after.orElse(new Position(-1, "", ""));
        List<Run> found = new ArrayList<>();
        try (PreparedStatement statement =
                connection.prepareStatement(LIST.formatted(alive ? "and r.phase < 5" : ""))) {
            statement.setString(1, selection.tenant());
            statement.setString(2, selection.namespace());
            statement.setString(3, selection.namespace());
            statement.setString(4, selection.agent());
            statement.setString(5, selection.agent());
            statement.setArray(6, connection.createArrayOf("int", numbers));
            statement.setLong(7, from.createdAt());
            statement.setString(8, from.namespace());
            statement.setString(9, from.name());
            statement.setInt(10, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(RunRows.run(rows.getBytes(1)));
                }
            }
        }
        return found;
    }

    long ahead(StoredRun run) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(AHEAD)) {
            statement.setString(1, run.key().tenant());
            statement.setString(2, run.key().namespace());
            statement.setString(3, run.run().getPlacement().getPool());
            statement.setInt(4, run.run().getPriority());
            statement.setInt(5, run.run().getPriority());
            statement.setLong(6, run.place());
            statement.setString(7, run.key().name());
            return number(statement);
        }
    }

    List<Order> orders(Collection<String> workers) throws SQLException {
        List<Order> orders = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(ORDERS)) {
            statement.setArray(1, connection.createArrayOf("text", workers.toArray(String[]::new)));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    orders.add(new Order(rows.getString(1), LeaseRows.reference(rows, 2)));
                }
            }
        }
        return orders;
    }

    Due due(long now, int limit) throws SQLException {
        return new Due(unsettled(now, limit), over(now, limit), late(now, limit));
    }

    private List<StoredRun> unsettled(long now, int limit) throws SQLException {
        List<StoredRun> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(UNSETTLED)) {
            statement.setLong(1, now);
            statement.setInt(2, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(RunRows.stored(rows, 0));
                }
            }
        }
        return found;
    }

    private List<Over> over(long now, int limit) throws SQLException {
        List<Over> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(OVER)) {
            statement.setLong(1, now);
            statement.setInt(2, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(
                            new Over(
                                    LeaseRows.reference(rows, 1),
                                    rows.getString(6),
                                    rows.getBoolean(7)));
                }
            }
        }
        return found;
    }

    private List<LeaseRef> late(long now, int limit) throws SQLException {
        List<LeaseRef> found = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(LATE)) {
            statement.setLong(1, now);
            statement.setInt(2, limit);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.add(LeaseRows.reference(rows, 1));
                }
            }
        }
        return found;
    }

    long waiting() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(WAITING)) {
            return number(statement);
        }
    }

    int dropEnded(long before, int limit) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(DROP)) {
            statement.setLong(1, before);
            statement.setInt(2, limit);
            return statement.executeUpdate();
        }
    }

    private static long number(PreparedStatement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery()) {
            row.next();
            return row.getLong(1);
        }
    }
}
