package dev.joch.scheduler.store;

import com.google.protobuf.InvalidProtocolBufferException;

import dev.joch.scheduler.place.Candidate;
import dev.joch.scheduler.place.Demand;
import dev.joch.scheduler.place.Line;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.v1.Placement;
import dev.joch.service.database.Bundle;
import dev.joch.service.database.Columns;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rows of the queue. */
final class QueueRows {

    private static final String COLUMNS =
            "q.tenant, q.namespace, q.name, q.uid, q.priority, q.place, q.agent, q.environment,"
                    + " q.framework, q.sdk, q.demand, q.line";

    private static final String INSERT =
            """
            insert into queue (tenant, namespace, name, uid, pool, line, priority, place, agent,
                environment, framework, sdk, demand)
            select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[],
                ?::int[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bytea[])
            """;

    private static final String DELETE =
            """
            delete from queue q using unnest(?::text[], ?::text[], ?::text[])
                as k (tenant, namespace, name)
            where q.tenant = k.tenant and q.namespace = k.namespace and q.name = k.name
            """;

    /** As the index has them: the first of the next line is one step from anywhere in this one. */
    private static final String ORDER =
            "order by q.line, q.priority desc, q.place, q.tenant, q.namespace, q.name";

    /** Jumps from line to line over the index, whatever stands behind the first in each. */
    private static final String HEADS =
            """
            with recursive head as (
              (select q.* from queue q where q.pool = ? %1$s limit 1)
              union all
              select q.* from head h cross join lateral (
                select q.* from queue q where q.pool = ? and q.line > h.line %1$s limit 1) q)
            select %2$s from head q
            """
                    .formatted(ORDER, COLUMNS);

    private static final String FIRST =
            """
            select %s
            from unnest(?::bigint[]) as l (line) cross join lateral (
              select * from queue f where f.pool = ? and f.line = l.line
              order by f.priority desc, f.place, f.tenant, f.namespace, f.name limit ?) q
            """
                    .formatted(COLUMNS);

    private static final String ONE =
            "select "
                    + COLUMNS
                    + " from queue q where q.tenant = ? and q.namespace = ? and q.name = ?";

    private QueueRows() {}

    static void insert(Bundle bundle, List<StoredRun> runs) {
        if (!runs.isEmpty()) {
            bundle.add(
                    INSERT,
                    (statement, first) ->
                            new Columns<>(statement, first, runs)
                                    .texts(run -> run.key().tenant())
                                    .texts(run -> run.key().namespace())
                                    .texts(run -> run.key().name())
                                    .texts(run -> run.run().getUid())
                                    .texts(run -> run.run().getPlacement().getPool())
                                    .longs(run -> Demand.of(run).line())
                                    .ints(run -> run.run().getPriority())
                                    .longs(StoredRun::place)
                                    .texts(run -> run.run().getAgent())
                                    .texts(run -> run.run().getEnvironment())
                                    .texts(run -> run.run().getFramework())
                                    .texts(StoredRun::sdk)
                                    .bytes(run -> run.run().getPlacement().toByteArray())
                                    .next());
        }
    }

    static void delete(Bundle bundle, List<RunKey> keys) {
        RunRows.delete(bundle, DELETE, keys);
    }

    /** Every line of the pool with its first run, and nobody knows who stands behind it. */
    static List<Line> heads(Connection connection, String pool) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(HEADS)) {
            statement.setString(1, pool);
            statement.setString(2, pool);
            List<Line> heads = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    heads.add(new Line(List.of(candidate(rows)), true));
                }
            }
            return heads;
        }
    }

    /** The first runs of these lines, at most so many of each. */
    static List<Line> lines(Connection connection, String pool, List<Long> lines, int depth)
            throws SQLException {
        Map<Long, List<Candidate>> found = new LinkedHashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(FIRST)) {
            statement.setArray(1, connection.createArrayOf("bigint", lines.toArray(Long[]::new)));
            statement.setString(2, pool);
            statement.setInt(3, depth + 1);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.computeIfAbsent(rows.getLong(12), line -> new ArrayList<>())
                            .add(candidate(rows));
                }
            }
        }
        return found.values().stream()
                .map(first ->
                        new Line(
                                first.subList(0, Math.min(depth, first.size())),
                                first.size() > depth))
                .toList();
    }

    static Optional<Candidate> find(Connection connection, RunKey key) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(ONE)) {
            statement.setString(1, key.tenant());
            statement.setString(2, key.namespace());
            statement.setString(3, key.name());
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next() ? Optional.of(candidate(rows)) : Optional.empty();
            }
        }
    }

    private static Candidate candidate(ResultSet rows) throws SQLException {
        RunKey key = new RunKey(rows.getString(1), rows.getString(2), rows.getString(3));
        try {
            return new Candidate(
                    key,
                    rows.getString(4),
                    rows.getInt(5),
                    rows.getLong(6),
                    new Demand(
                            key.tenant(),
                            key.namespace(),
                            rows.getString(7),
                            rows.getString(8),
                            rows.getString(9),
                            rows.getString(10),
                            Placement.parseFrom(rows.getBytes(11))));
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException("the demand of a run cannot be read", e);
        }
    }
}
