package dev.joch.controllermanager.queue;

import dev.joch.events.Shards;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.failpoint.Failpoint;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

import javax.sql.DataSource;

/** The queue as a table. All times are the database's. */
public final class WorkStore {

    /**
     * While somebody has a key, a wake-up leaves its due time alone: the end of the claim sees it.
     */
    private static final String WAKE =
            """
            insert into work as w (tenant, kind, namespace, name, shard, due_at, revision, woken_at, traceparent)
            select tenant, kind, namespace, name, shard, now() + delay * interval '1 millisecond', revision, woken, trace
              from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::int[], ?::bigint[], ?::bigint[],
                          ?::timestamptz[], ?::text[])
                   as n(tenant, kind, namespace, name, shard, delay, revision, woken, trace)
            on conflict (tenant, kind, namespace, name) do update
              set version = w.version + 1,
                  revision = greatest(w.revision, excluded.revision),
                  woken_at = case when w.lease_until > now() or w.due_at > now() then excluded.woken_at
                                  else w.woken_at end,
                  traceparent = excluded.traceparent,
                  due_at = case when w.lease_until > now() then w.due_at
                                else least(w.due_at, excluded.due_at) end
            """;

    private static final String CLAIM =
            """
            with picked as (
              select tenant, kind, namespace, name from work
               where due_at <= now()
                 and shard = any(?) and kind = any(?)
                 and (lease_until is null or lease_until < now())
               order by due_at limit ?
                 for update skip locked)
            update work w
               set token = nextval('work_token'), lease_until = now() + ? * interval '1 millisecond'
              from picked p
             where w.tenant = p.tenant and w.kind = p.kind and w.namespace = p.namespace and w.name = p.name
            returning w.tenant, w.kind, w.namespace, w.name, w.token, w.version, w.revision, w.attempts,
                      w.woken_at, w.traceparent
            """;

    /** Rows that an open transaction wakes right now are left for the next time. */
    private static final String LOCK =
            """
            select w.tenant, w.kind, w.namespace, w.name, w.token = f.token as held
              from work w join unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[])
                   as f(tenant, kind, namespace, name, token)
                on w.tenant = f.tenant and w.kind = f.kind and w.namespace = f.namespace and w.name = f.name
               and w.token = f.token
               for update of w skip locked
            """;

    private static final String DELETE =
            """
            delete from work w
             using unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[])
                   as f(tenant, kind, namespace, name, token, version)
             where w.tenant = f.tenant and w.kind = f.kind and w.namespace = f.namespace and w.name = f.name
               and w.token = f.token and w.version = f.version
            """;

    private static final String GIVE_BACK =
            """
            update work w
               set token = null, lease_until = null, attempts = f.attempts, failure = f.failure,
                   due_at = now() + interval '1 millisecond' *
                     case when w.version = f.version then f.delay
                          when f.attempts = 0 then 0
                          else least(f.delay, 1000) end
              from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::int[],
                          ?::text[])
                   as f(tenant, kind, namespace, name, token, version, delay, attempts, failure)
             where w.tenant = f.tenant and w.kind = f.kind and w.namespace = f.namespace and w.name = f.name
               and w.token = f.token
            """;

    private static final String STILL_HELD =
            """
            select w.tenant, w.kind, w.namespace, w.name
              from work w join unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[])
                   as f(tenant, kind, namespace, name, token)
                on w.tenant = f.tenant and w.kind = f.kind and w.namespace = f.namespace and w.name = f.name
               and w.token = f.token
            """;

    private static final int LONGEST_REASON = 500;

    private final DataSource pool;
    private final Duration lease;

    /**
     * @param lease after so long a claim is void
     */
    public WorkStore(DataSource pool, Duration lease) {
        this.pool = pool;
        this.lease = lease;
    }

    /** Adds to the caller's transaction; the keys are looked at after its commit. */
    public static void wake(Connection transaction, Collection<Wake> wakes) throws SQLException {
        if (wakes.isEmpty()) {
            return;
        }
        Map<ResourceKey, Wake> each = new HashMap<>();
        wakes.forEach(wake -> each.merge(wake.key(), wake, WorkStore::sooner));
        List<Wake> ordered = each.values().stream().sorted(Wake.BY_KEY).toList();
        Failpoint.CONTROLLER_WAKE_BEFORE.hit();
        try (PreparedStatement insert = transaction.prepareStatement(WAKE)) {
            keys(insert, ordered, Wake::key);
            insert.setArray(
                    5, ints(transaction, ordered.stream().map(wake -> shard(wake.key())).toList()));
            insert.setArray(6, longs(transaction, ordered, wake -> wake.delay().toMillis()));
            insert.setArray(7, longs(transaction, ordered, Wake::revision));
            insert.setArray(
                    8,
                    transaction.createArrayOf(
                            "timestamptz",
                            ordered.stream().map(wake -> Timestamp.from(wake.cause())).toArray()));
            insert.setArray(9, texts(transaction, ordered, Wake::traceparent));
            insert.executeUpdate();
        }
        Failpoint.CONTROLLER_WAKE_AFTER.hit();
    }

    private static Wake sooner(Wake a, Wake b) {
        Wake first = a.delay().compareTo(b.delay()) <= 0 ? a : b;
        return new Wake(
                first.key(),
                Math.max(a.revision(), b.revision()),
                first.delay(),
                first.cause(),
                first.traceparent());
    }

    public static int shard(ResourceKey key) {
        return Shards.of(ResourceKeys.text(key));
    }

    /** Takes what is due of these shards and kinds, longest due first. */
    public List<Claimed> claim(Set<Integer> shards, Set<String> kinds, int most)
            throws SQLException {
        Failpoint.CONTROLLER_CLAIM_BEFORE.hit();
        List<Claimed> claimed = new ArrayList<>();
        try (Connection connection = pool.getConnection();
                PreparedStatement update = connection.prepareStatement(CLAIM)) {
            update.setArray(1, ints(connection, shards));
            update.setArray(2, connection.createArrayOf("text", kinds.toArray()));
            update.setInt(3, most);
            update.setLong(4, lease.toMillis());
            try (ResultSet rows = update.executeQuery()) {
                while (rows.next()) {
                    claimed.add(
                            new Claimed(
                                    key(rows),
                                    rows.getLong(5),
                                    rows.getLong(6),
                                    rows.getLong(7),
                                    rows.getInt(8),
                                    rows.getTimestamp(9).toInstant(),
                                    rows.getString(10)));
                }
            }
        }
        Failpoint.CONTROLLER_CLAIM_AFTER.hit();
        return claimed;
    }

    /**
     * Gives claims back. One that is not held any more changes nothing.
     *
     * @return those that could not be given back now, because somebody is waking the key
     */
    public List<Finished> finish(List<Finished> all) throws SQLException {
        if (all.isEmpty()) {
            return all;
        }
        Failpoint.CONTROLLER_FINISH_BEFORE.hit();
        List<Finished> left;
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Set<ResourceKey> locked = Set.copyOf(held(connection, LOCK, all));
                List<Finished> now =
                        all.stream().filter(each -> locked.contains(each.claim().key())).toList();
                delete(connection, now);
                giveBack(connection, now);
                left = all.stream().filter(each -> !locked.contains(each.claim().key())).toList();
                if (!left.isEmpty()) {
                    Set<ResourceKey> ours = Set.copyOf(held(connection, STILL_HELD, left));
                    left = left.stream().filter(each -> ours.contains(each.claim().key())).toList();
                }
                connection.commit();
            } catch (SQLException | RuntimeException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        }
        Failpoint.CONTROLLER_FINISH_AFTER.hit();
        return left;
    }

    private static List<ResourceKey> held(Connection connection, String sql, List<Finished> all)
            throws SQLException {
        List<ResourceKey> keys = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            keys(select, all, each -> each.claim().key());
            select.setArray(5, longs(connection, all, each -> each.claim().token()));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    keys.add(key(rows));
                }
            }
        }
        return keys;
    }

    private static void delete(Connection connection, List<Finished> all) throws SQLException {
        List<Finished> done = all.stream().filter(each -> each instanceof Finished.Done).toList();
        if (done.isEmpty()) {
            return;
        }
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            keys(delete, done, each -> each.claim().key());
            delete.setArray(5, longs(connection, done, each -> each.claim().token()));
            delete.setArray(6, longs(connection, done, each -> each.claim().version()));
            delete.executeUpdate();
        }
    }

    /** What is done, but was woken meanwhile, is still there and becomes due. */
    private static void giveBack(Connection connection, List<Finished> all) throws SQLException {
        if (all.isEmpty()) {
            return;
        }
        try (PreparedStatement update = connection.prepareStatement(GIVE_BACK)) {
            keys(update, all, each -> each.claim().key());
            update.setArray(5, longs(connection, all, each -> each.claim().token()));
            update.setArray(6, longs(connection, all, each -> each.claim().version()));
            update.setArray(7, longs(connection, all, WorkStore::delayMillis));
            update.setArray(8, ints(connection, all.stream().map(WorkStore::attempts).toList()));
            update.setArray(9, texts(connection, all, WorkStore::reason));
            update.executeUpdate();
        }
    }

    private static long delayMillis(Finished finished) {
        return switch (finished) {
            case Finished.Done _ -> 0;
            case Finished.Again again -> again.delay().toMillis();
            case Finished.Failed failed -> failed.delay().toMillis();
        };
    }

    private static int attempts(Finished finished) {
        return finished instanceof Finished.Failed failed ? failed.claim().attempts() + 1 : 0;
    }

    private static String reason(Finished finished) {
        if (!(finished instanceof Finished.Failed failed)) {
            return "";
        }
        String reason = failed.reason().replace('\0', ' ');
        return reason.length() <= LONGEST_REASON ? reason : reason.substring(0, LONGEST_REASON);
    }

    /**
     * How much there is to do.
     *
     * @param depth rows that are due or under way
     * @param oldestMillis how long the oldest of them has been due
     */
    public record Depth(long depth, long oldestMillis) {}

    public Depth depth() throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement select =
                        connection.prepareStatement(
                                "select count(*), coalesce(extract(epoch from now() - min(due_at)) * 1000, 0)"
                                        + " from work where due_at <= now()");
                ResultSet rows = select.executeQuery()) {
            rows.next();
            return new Depth(rows.getLong(1), (long) rows.getDouble(2));
        }
    }

    private static ResourceKey key(ResultSet rows) throws SQLException {
        return ResourceKeys.of(
                rows.getString(1), rows.getString(2), rows.getString(3), rows.getString(4));
    }

    private static <T> void keys(
            PreparedStatement statement, List<T> all, Function<T, ResourceKey> key)
            throws SQLException {
        Connection connection = statement.getConnection();
        statement.setArray(1, texts(connection, all, each -> key.apply(each).getTenant()));
        statement.setArray(2, texts(connection, all, each -> key.apply(each).getKind()));
        statement.setArray(3, texts(connection, all, each -> key.apply(each).getNamespace()));
        statement.setArray(4, texts(connection, all, each -> key.apply(each).getName()));
    }

    private static <T> Array texts(Connection connection, List<T> all, Function<T, String> text)
            throws SQLException {
        return connection.createArrayOf("text", all.stream().map(text).toArray());
    }

    private static <T> Array longs(Connection connection, List<T> all, ToLongFunction<T> number)
            throws SQLException {
        return connection.createArrayOf("bigint", all.stream().map(number::applyAsLong).toArray());
    }

    private static Array ints(Connection connection, Collection<Integer> all) throws SQLException {
        return connection.createArrayOf("int", all.toArray());
    }
}
