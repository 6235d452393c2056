package dev.joch.controllermanager.queue;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.events.Shards;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.database.Columns;
import dev.joch.service.failpoint.Failpoint;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import javax.sql.DataSource;

/** The queue as a table. All times are the database's. */
public final class WorkStore implements AutoCloseable {

    private static final String CLAIM =
            """
            with picked as (
              select tenant, kind, namespace, name from work
               where urgency = ? and due_at <= now()
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

    private final DataSource claims;
    private final HikariDataSource ends;
    private final Duration lease;

    /**
     * @param ends whose commits may be lost: the claim runs out then, and the key is looked at once
     *     more. Closed with this store.
     * @param lease after so long a claim is void
     */
    public WorkStore(DataSource claims, HikariDataSource ends, Duration lease) {
        this.claims = claims;
        this.ends = ends;
        this.lease = lease;
    }

    public static int shard(ResourceKey key) {
        return Shards.of(ResourceKeys.text(key));
    }

    /** Takes what is due of these shards and kinds, as far as there are seats. */
    public List<Claimed> claim(Set<Integer> shards, Set<String> kinds, Seats seats)
            throws SQLException {
        Failpoint.CONTROLLER_CLAIM_BEFORE.hit();
        List<Claimed> claimed = new ArrayList<>();
        Seats now = seats;
        try (Connection connection = claims.getConnection();
                PreparedStatement update = connection.prepareStatement(CLAIM)) {
            update.setArray(2, connection.createArrayOf("int", shards.toArray(Integer[]::new)));
            update.setArray(3, connection.createArrayOf("text", kinds.toArray(String[]::new)));
            update.setLong(5, lease.toMillis());
            for (Urgency line : Urgency.values()) {
                int before = claimed.size();
                if (now.free(line) > 0) {
                    update.setInt(1, line.ordinal());
                    update.setInt(4, now.free(line));
                    claim(update, line, claimed);
                }
                now = now.take(line, claimed.size() - before);
            }
        }
        Failpoint.CONTROLLER_CLAIM_AFTER.hit();
        return claimed;
    }

    private static void claim(PreparedStatement update, Urgency line, List<Claimed> into)
            throws SQLException {
        try (ResultSet rows = update.executeQuery()) {
            while (rows.next()) {
                into.add(
                        new Claimed(
                                WorkSql.key(rows),
                                rows.getLong(5),
                                rows.getLong(6),
                                rows.getLong(7),
                                line,
                                rows.getInt(8),
                                rows.getTimestamp(9).toInstant(),
                                rows.getString(10)));
            }
        }
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
        try (Connection connection = ends.getConnection()) {
            connection.setAutoCommit(false);
            try {
                Set<ResourceKey> locked = Set.copyOf(held(connection, LOCK, all));
                List<Finished> now =
                        all.stream().filter(each -> locked.contains(each.claim().key())).toList();
                if (delete(connection, now) < now.size()) {
                    giveBack(connection, now);
                }
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
            new Columns<>(select, 1, all)
                    .keys(each -> each.claim().key())
                    .longs(each -> each.claim().token());
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    keys.add(WorkSql.key(rows));
                }
            }
        }
        return keys;
    }

    /**
     * @return how many are gone
     */
    private static int delete(Connection connection, List<Finished> all) throws SQLException {
        List<Finished> done = all.stream().filter(each -> each instanceof Finished.Done).toList();
        if (done.isEmpty()) {
            return 0;
        }
        try (PreparedStatement delete = connection.prepareStatement(DELETE)) {
            new Columns<>(delete, 1, done)
                    .keys(each -> each.claim().key())
                    .longs(each -> each.claim().token())
                    .longs(each -> each.claim().version());
            return delete.executeUpdate();
        }
    }

    /** What is done, but was woken meanwhile, is still there and becomes due. */
    private static void giveBack(Connection connection, List<Finished> all) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(GIVE_BACK)) {
            new Columns<>(update, 1, all)
                    .keys(each -> each.claim().key())
                    .longs(each -> each.claim().token())
                    .longs(each -> each.claim().version())
                    .longs(WorkStore::delayMillis)
                    .ints(WorkStore::attempts)
                    .texts(WorkStore::reason);
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
        try (Connection connection = claims.getConnection();
                PreparedStatement select =
                        connection.prepareStatement(
                                "select count(*), coalesce(extract(epoch from now() - min(due_at)) * 1000, 0)"
                                        + " from work where due_at <= now()");
                ResultSet rows = select.executeQuery()) {
            rows.next();
            return new Depth(rows.getLong(1), (long) rows.getDouble(2));
        }
    }

    @Override
    public void close() {
        ends.close();
    }
}
