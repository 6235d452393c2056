package dev.joch.controllermanager.graph;

import dev.joch.events.Shards;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * Locks of a transaction on what is depended on. A few buckets for all names: an agent may have
 * thousands of them, and the database's table of locks is small.
 */
final class GraphLocks {

    /** Told apart from the locks of others in this database. */
    private static final int SPACE = 0x4a4f4348;

    private static final int BUCKETS = 64;

    private GraphLocks() {}

    static void exclusive(Connection transaction, Sighting sighting) throws SQLException {
        Set<Integer> buckets = new TreeSet<>();
        buckets.add(bucket(sighting.key()));
        if (chooses(sighting.key().getKind())) {
            buckets.add(choosers(sighting.key().getTenant()));
        }
        take(transaction, "select pg_advisory_xact_lock(?, ?)", buckets);
    }

    static void shared(Connection transaction, Dependent dependent) throws SQLException {
        Set<Integer> buckets = new TreeSet<>();
        dependent.targets().forEach(target -> buckets.add(bucket(target)));
        if (dependent.scope() != null) {
            buckets.add(choosers(dependent.key().getTenant()));
        }
        take(transaction, "select pg_advisory_xact_lock_shared(?, ?)", buckets);
    }

    static boolean chooses(String kind) {
        return kind.equals("Policy") || kind.equals("Team");
    }

    private static int bucket(ResourceKey key) {
        return of(key.getTenant() + "/" + ResourceKeys.text(key));
    }

    private static int choosers(String tenant) {
        return BUCKETS + of(tenant);
    }

    private static int of(String text) {
        CRC32C hash = new CRC32C();
        hash.update(text.getBytes(StandardCharsets.UTF_8));
        return (int) (hash.getValue() / Shards.COUNT % BUCKETS);
    }

    private static void take(Connection transaction, String sql, Set<Integer> buckets)
            throws SQLException {
        try (PreparedStatement lock = transaction.prepareStatement(sql)) {
            for (int bucket : buckets) {
                lock.setInt(1, SPACE);
                lock.setInt(2, bucket);
                lock.execute();
            }
        }
    }
}
