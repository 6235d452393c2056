package dev.joch.controllermanager.graph;

import dev.joch.events.Shards;
import dev.joch.resource.field.ResourceKeys;
import dev.joch.resource.v1alpha1.ResourceKey;

import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;

/**
 * Locks of a transaction on what is depended on: who tells of a record has it alone, who depends on
 * it has it together with others. Names share buckets, and who needs many of them keeps every
 * teller away: the database's table of locks is small, and an agent may depend on thousands.
 */
final class GraphLocks {

    /** Told apart from the locks of others in this database. */
    private static final int SPACE = 0x4a4f4348;

    private static final int BUCKETS = 4096;
    private static final int MOST = 512;
    private static final int EVERYTHING = -1;

    private static final String EXCLUSIVE =
            "select pg_advisory_xact_lock(?, bucket) from unnest(?::int[]) as bucket";

    private static final String SHARED =
            "select pg_advisory_xact_lock_shared(?, bucket) from unnest(?::int[]) as bucket";

    private GraphLocks() {}

    static void exclusive(Connection transaction, Sighting sighting) throws SQLException {
        Set<Integer> buckets = new TreeSet<>();
        buckets.add(bucket(sighting.key()));
        if (chooses(sighting.key().getKind())) {
            buckets.add(choosers(sighting.key().getTenant()));
        }
        take(transaction, SHARED, Set.of(EVERYTHING));
        take(transaction, EXCLUSIVE, buckets);
    }

    static void shared(Connection transaction, List<Asked> all) throws SQLException {
        Set<Integer> buckets = new TreeSet<>();
        all.forEach(asked -> buckets.addAll(buckets(asked.dependent())));
        if (buckets.size() <= MOST) {
            take(transaction, SHARED, buckets);
        } else {
            take(transaction, EXCLUSIVE, Set.of(EVERYTHING));
        }
    }

    /** As many of them at a time as there are locks for. */
    static List<List<Asked>> portions(List<Asked> all) {
        List<List<Asked>> portions = new ArrayList<>();
        Set<Integer> buckets = new HashSet<>();
        for (Asked asked : all) {
            buckets.addAll(buckets(asked.dependent()));
            if (portions.isEmpty() || buckets.size() > MOST) {
                portions.add(new ArrayList<>());
                buckets = buckets(asked.dependent());
            }
            portions.getLast().add(asked);
        }
        return portions;
    }

    private static Set<Integer> buckets(Dependent dependent) {
        Set<Integer> buckets = new HashSet<>();
        dependent.targets().forEach(target -> buckets.add(bucket(target)));
        if (dependent.scope() != null) {
            buckets.add(choosers(dependent.key().getTenant()));
        }
        return buckets;
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

    /** In the order of their numbers: two who need the same ones do not wait for each other. */
    private static void take(Connection transaction, String sql, Set<Integer> buckets)
            throws SQLException {
        try (PreparedStatement lock = transaction.prepareStatement(sql)) {
            lock.setInt(1, SPACE);
            lock.setArray(2, transaction.createArrayOf("int", buckets.toArray(Integer[]::new)));
            lock.execute();
        }
    }
}
