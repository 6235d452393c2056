package dev.joch.controllermanager.queue;

import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.database.Columns;
import dev.joch.service.failpoint.Failpoint;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts keys into the queue, in the caller's transaction: they are looked at after its commit. */
public final class WakeRows {

    /**
     * While somebody has a key, a wake-up leaves its due time alone: the end of the claim sees it.
     */
    private static final String WAKE =
            """
            insert into work as w (tenant, kind, namespace, name, shard, due_at, revision, woken_at, traceparent, urgency)
            select tenant, kind, namespace, name, shard, now() + delay * interval '1 millisecond', revision, woken, trace,
                   urgency
              from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::int[], ?::bigint[], ?::bigint[],
                          ?::timestamptz[], ?::text[], ?::int[])
                   as n(tenant, kind, namespace, name, shard, delay, revision, woken, trace, urgency)
            on conflict (tenant, kind, namespace, name) do update
              set version = w.version + 1,
                  revision = greatest(w.revision, excluded.revision),
                  woken_at = case when w.lease_until > now() or w.due_at > now() then excluded.woken_at
                                  else w.woken_at end,
                  traceparent = excluded.traceparent,
                  urgency = least(w.urgency, excluded.urgency),
                  due_at = case when w.lease_until > now() then w.due_at
                                else least(w.due_at, excluded.due_at) end
            """;

    /** Nobody takes the row before this transaction has ended, and others may hold it so, too. */
    private static final String WAITS =
            """
            select 1 from work
             where tenant = ? and kind = ? and namespace = ? and name = ?
               and (lease_until is null or lease_until < now())
               and due_at <= now() + ? * interval '1 millisecond' and revision >= ? and urgency <= ?
               for share
            """;

    private WakeRows() {}

    public static void wake(Connection transaction, Collection<Wake> wakes) throws SQLException {
        if (wakes.isEmpty()) {
            return;
        }
        List<Wake> ordered = ordered(wakes);
        Failpoint.CONTROLLER_WAKE_BEFORE.hit();
        try (PreparedStatement insert = transaction.prepareStatement(WAKE)) {
            new Columns<>(insert, 1, ordered)
                    .keys(Wake::key)
                    .ints(wake -> WorkStore.shard(wake.key()))
                    .longs(wake -> wake.delay().toMillis())
                    .longs(Wake::revision)
                    .instants(Wake::cause)
                    .texts(Wake::traceparent)
                    .ints(wake -> wake.urgency().ordinal());
            insert.executeUpdate();
        }
        Failpoint.CONTROLLER_WAKE_AFTER.hit();
    }

    /**
     * The same for keys that ten thousand others wake at a time: one that waits anyway is left as
     * it is, so that they do not take turns for its row.
     */
    public static void remind(Connection transaction, Collection<Wake> wakes) throws SQLException {
        List<Wake> missing = new ArrayList<>();
        for (Wake wake : ordered(wakes)) {
            if (!waits(transaction, wake)) {
                missing.add(wake);
            }
        }
        wake(transaction, missing);
    }

    private static boolean waits(Connection transaction, Wake wake) throws SQLException {
        try (PreparedStatement select = transaction.prepareStatement(WAITS)) {
            ResourceKey key = wake.key();
            select.setString(1, key.getTenant());
            select.setString(2, key.getKind());
            select.setString(3, key.getNamespace());
            select.setString(4, key.getName());
            select.setLong(5, wake.delay().toMillis());
            select.setLong(6, wake.revision());
            select.setInt(7, wake.urgency().ordinal());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    /** Rows are locked in one order, so that two who wake many do not wait for each other. */
    private static List<Wake> ordered(Collection<Wake> wakes) {
        Map<ResourceKey, Wake> each = new HashMap<>();
        wakes.forEach(wake -> each.merge(wake.key(), wake, Wake::and));
        return each.values().stream().sorted(Wake.BY_KEY).toList();
    }
}
