package dev.joch.scheduler.store;

import dev.joch.scheduler.place.Bound;
import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.RunPhases;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.service.database.Bundle;
import dev.joch.service.database.Columns;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Rows of leases. Locked in order, and after those of their runs. */
final class LeaseRows {

    private static final String LOAD =
            """
            select l.tenant, l.namespace, l.name, l.until
            from unnest(?::text[], ?::text[], ?::text[]) as k (tenant, namespace, name)
            join lease l using (tenant, namespace, name)
            order by l.tenant, l.namespace, l.name
            for update of l
            """;

    private static final String PUT =
            """
            insert into lease (tenant, namespace, name, uid, token, worker, agent, environment,
                started, cancelled, deadline, until)
            select * from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[],
                ?::text[], ?::text[], ?::boolean[], ?::boolean[], ?::bigint[], ?::bigint[])
            on conflict (tenant, namespace, name) do update
                set uid = excluded.uid, token = excluded.token, worker = excluded.worker,
                    agent = excluded.agent, environment = excluded.environment,
                    started = excluded.started, cancelled = excluded.cancelled,
                    deadline = excluded.deadline, until = excluded.until
            """;

    private static final String DELETE =
            """
            delete from lease l using unnest(?::text[], ?::text[], ?::text[])
                as k (tenant, namespace, name)
            where l.tenant = k.tenant and l.namespace = k.namespace and l.name = k.name
            """;

    private static final String RENEW =
            """
            with held as materialized (
              select l.tenant, l.namespace, l.name
              from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[])
                  as k (tenant, namespace, name, uid, token)
              join lease l using (tenant, namespace, name)
              where l.uid = k.uid and l.token = k.token and l.worker = ? and l.until > 0
              order by l.tenant, l.namespace, l.name
              for update of l)
            update lease l set until = ? from held
            where l.tenant = held.tenant and l.namespace = held.namespace and l.name = held.name
            returning l.tenant, l.namespace, l.name, l.uid, l.token, l.cancelled
            """;

    private static final String OF_WORKERS =
            "select worker, count(*) from lease where worker = any (?) group by worker";

    private static final String OF_AGENTS =
            """
            select l.tenant, l.namespace, l.agent, count(*)
            from unnest(?::text[], ?::text[], ?::text[]) as k (tenant, namespace, agent)
            join lease l using (tenant, namespace, agent)
            group by l.tenant, l.namespace, l.agent
            """;

    private static final String OF_NAMESPACES =
            """
            select l.tenant, l.namespace, l.namespace, count(*)
            from unnest(?::text[], ?::text[], ?::text[]) as k (tenant, namespace, same)
            join lease l using (tenant, namespace)
            group by l.tenant, l.namespace
            """;

    private static final String OF_ENVIRONMENTS =
            """
            select l.tenant, '', l.environment, count(*)
            from unnest(?::text[], ?::text[], ?::text[]) as k (tenant, namespace, environment)
            join lease l using (tenant, environment)
            group by l.tenant, l.environment
            """;

    private LeaseRows() {}

    /** Locks them; gives until when they are. */
    static Map<RunKey, Long> load(Connection connection, List<RunKey> keys) throws SQLException {
        Map<RunKey, Long> found = new HashMap<>();
        if (keys.isEmpty()) {
            return found;
        }
        try (PreparedStatement statement = connection.prepareStatement(LOAD)) {
            RunRows.keys(statement, 1, keys);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found.put(
                            new RunKey(rows.getString(1), rows.getString(2), rows.getString(3)),
                            rows.getLong(4));
                }
            }
        }
        return found;
    }

    static void put(Bundle bundle, List<StoredRun> runs) {
        if (!runs.isEmpty()) {
            bundle.add(
                    PUT,
                    (statement, first) ->
                            new Columns<>(statement, first, runs)
                                    .texts(run -> run.key().tenant())
                                    .texts(run -> run.key().namespace())
                                    .texts(run -> run.key().name())
                                    .texts(run -> run.run().getUid())
                                    .longs(StoredRun::token)
                                    .texts(run -> run.run().getWorker())
                                    .texts(run -> run.run().getAgent())
                                    .texts(run -> run.run().getEnvironment())
                                    .truths(run -> RunPhases.started(run.run().getPhase()))
                                    .truths(run -> run.run().getCancelRequested())
                                    .longs(StoredRun::deadline)
                                    .longs(StoredRun::leaseUntil)
                                    .next());
        }
    }

    static void delete(Bundle bundle, List<RunKey> keys) {
        RunRows.delete(bundle, DELETE, keys);
    }

    static RunStore.Renewed renew(
            Connection connection, String worker, List<LeaseRef> leases, long until)
            throws SQLException {
        Set<LeaseRef> lost = new HashSet<>(leases);
        List<LeaseRef> cancelled = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(RENEW)) {
            int next =
                    new Columns<>(statement, 1, leases)
                            .texts(lease -> lease.key().tenant())
                            .texts(lease -> lease.key().namespace())
                            .texts(lease -> lease.key().name())
                            .texts(LeaseRef::uid)
                            .longs(LeaseRef::token)
                            .next();
            statement.setString(next, worker);
            statement.setLong(next + 1, until);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    LeaseRef held = reference(rows, 1);
                    lost.remove(held);
                    if (rows.getBoolean(6)) {
                        cancelled.add(held);
                    }
                }
            }
        }
        return new RunStore.Renewed(
                leases.stream().filter(lost::contains).distinct().toList(), cancelled);
    }

    /** From tenant, namespace, name, uid and token. */
    static LeaseRef reference(ResultSet rows, int first) throws SQLException {
        return new LeaseRef(
                new RunKey(
                        rows.getString(first),
                        rows.getString(first + 1),
                        rows.getString(first + 2)),
                rows.getString(first + 3),
                rows.getLong(first + 4));
    }

    static Map<String, Integer> ofWorkers(Connection connection, Collection<String> workers)
            throws SQLException {
        Map<String, Integer> held = new HashMap<>();
        try (PreparedStatement statement = connection.prepareStatement(OF_WORKERS)) {
            statement.setArray(1, connection.createArrayOf("text", workers.toArray(String[]::new)));
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    held.put(rows.getString(1), rows.getInt(2));
                }
            }
        }
        return held;
    }

    /** How many leases count against each. */
    static Map<Bound, Integer> running(Connection connection, Collection<Bound> bounds)
            throws SQLException {
        Map<Bound, Integer> running = new HashMap<>();
        for (Bound.Sort sort : Bound.Sort.values()) {
            List<Bound> wanted =
                    bounds.stream().filter(bound -> bound.sort() == sort).distinct().toList();
            if (!wanted.isEmpty()) {
                count(connection, sort, wanted, running);
            }
        }
        return running;
    }

    private static void count(
            Connection connection, Bound.Sort sort, List<Bound> bounds, Map<Bound, Integer> into)
            throws SQLException {
        String sql =
                switch (sort) {
                    case AGENT -> OF_AGENTS;
                    case NAMESPACE -> OF_NAMESPACES;
                    case ENVIRONMENT -> OF_ENVIRONMENTS;
                };
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            new Columns<>(statement, 1, bounds)
                    .texts(Bound::tenant)
                    .texts(Bound::namespace)
                    .texts(Bound::name);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    into.put(
                            new Bound(
                                    sort, rows.getString(1), rows.getString(2), rows.getString(3)),
                            rows.getInt(4));
                }
            }
        }
    }
}
