package dev.joch.events.direct;

import dev.joch.events.store.CursorStore;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

import javax.sql.DataSource;

/**
 * Where the owned shards of one consumer stand in one log: as kept in the database, and as read.
 * What holds nothing for the consumer is passed over in memory and kept with the next change.
 */
final class Cursors {

    private final CursorStore store;
    private final Map<Integer, Long> kept = new ConcurrentHashMap<>();
    private final Map<Integer, Long> read = new ConcurrentHashMap<>();

    Cursors(CursorStore store) {
        this.store = store;
    }

    /** Owns these from now on; those that are new are read from the database. */
    void own(DataSource pool, Set<Integer> shards) throws SQLException {
        kept.keySet().retainAll(shards);
        read.keySet().retainAll(shards);
        Set<Integer> fresh = new TreeSet<>(shards);
        fresh.removeAll(kept.keySet());
        if (!fresh.isEmpty()) {
            Map<Integer, Long> positions = store.read(pool, fresh);
            kept.putAll(positions);
            read.putAll(positions);
        }
    }

    /** Knows nothing any more; what is owned is read again. */
    void forget() {
        kept.clear();
        read.clear();
    }

    /** Those that stand together, the last ones first. */
    NavigableMap<Long, Set<Integer>> cohorts() {
        NavigableMap<Long, Set<Integer>> cohorts = new TreeMap<>();
        read.forEach((shard, at) -> cohorts.computeIfAbsent(at, _ -> new TreeSet<>()).add(shard));
        return cohorts;
    }

    /** Keeps the new place in that transaction. */
    void keep(Connection transaction, Collection<Integer> shards, long to) throws SQLException {
        List<CursorStore.Move> moves = new ArrayList<>();
        for (int shard : shards) {
            long from = kept.getOrDefault(shard, to);
            if (from != to) {
                moves.add(new CursorStore.Move(shard, from, to));
            }
        }
        if (!moves.isEmpty()) {
            store.move(transaction, moves);
        }
    }

    /** Keeps the step of one shard in that transaction. */
    void step(Connection transaction, int shard, long from, long to) throws SQLException {
        store.move(transaction, List.of(new CursorStore.Move(shard, from, to)));
    }

    long kept(int shard) {
        return kept.getOrDefault(shard, 0L);
    }

    /** The transaction is committed. */
    void kept(Collection<Integer> shards, long to) {
        shards.forEach(shard -> {
            kept.replace(shard, to);
            read.replace(shard, to);
        });
    }

    /** There was nothing for these up to there. */
    void passed(Collection<Integer> shards, long to) {
        shards.forEach(shard -> read.replace(shard, to));
    }

    /** Writes down what was only passed over. */
    void keepPassed(DataSource pool) throws SQLException {
        List<CursorStore.Move> moves = new ArrayList<>();
        read.forEach((shard, at) -> {
            long from = kept.getOrDefault(shard, at);
            if (from != at) {
                moves.add(new CursorStore.Move(shard, from, at));
            }
        });
        if (moves.isEmpty()) {
            return;
        }
        try (Connection connection = pool.getConnection()) {
            store.move(connection, moves);
        }
        moves.forEach(move -> kept.replace(move.shard(), move.to()));
    }

    long reachedByAll(DataSource pool, int shards) throws SQLException {
        return store.reachedByAll(pool, shards);
    }

    /** The place that is farthest behind; the given one when nothing is owned. */
    long least(long otherwise) {
        return read.values().stream().mapToLong(Long::longValue).min().orElse(otherwise);
    }
}
