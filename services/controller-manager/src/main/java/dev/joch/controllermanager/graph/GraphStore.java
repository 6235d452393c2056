package dev.joch.controllermanager.graph;

import dev.joch.controllermanager.queue.Urgency;
import dev.joch.controllermanager.queue.Wake;
import dev.joch.controllermanager.queue.WakeRows;
import dev.joch.events.Events;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.failpoint.Failpoint;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.sql.DataSource;

/** Tells those who depend on a record, and remembers who they are. */
public final class GraphStore {

    /** A bill waits a little: what changes together is billed together, after its agent. */
    private static final Duration BILL_DELAY = Duration.ofMillis(250);

    /** Counts of agents are brought up to date at most so often. */
    private static final Duration COUNT_DELAY = Duration.ofSeconds(1);

    private static final String DEADLOCK = "40P01";
    private static final int TRIES = 3;

    private final DataSource pool;
    private final InstantSource clock;

    public GraphStore(DataSource pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /** Work inside one transaction. */
    @FunctionalInterface
    private interface Step {
        boolean in(Connection transaction) throws SQLException;
    }

    /**
     * Wakes whoever depends on it, if it is not what it was.
     *
     * @return whether anybody was woken
     */
    public boolean tell(Sighting sighting) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            if (SeenRows.find(connection, sighting.key())
                    .filter(known -> known.same(sighting) || known.newerThan(sighting))
                    .isPresent()) {
                return false;
            }
        }
        return transact(transaction -> {
            GraphLocks.exclusive(transaction, sighting);
            Optional<SeenRows.Known> before = SeenRows.find(transaction, sighting.key());
            if (before.filter(known -> known.same(sighting) || known.newerThan(sighting))
                    .isPresent()) {
                return false;
            }
            SeenRows.keep(transaction, sighting);
            Set<ResourceKey> told = new HashSet<>();
            if (before.filter(known -> known.fingerprint().equals(sighting.fingerprint()))
                    .isPresent()) {
                told.addAll(
                        DependencyRows.dependents(
                                transaction, sighting.key(), sighting.factReaders()));
            } else {
                told.addAll(DependencyRows.dependents(transaction, sighting.key(), Set.of()));
                ScopeRows.chosen(transaction, sighting, before, told);
            }
            told.remove(sighting.key());
            WakeRows.wake(transaction, wakes(told, sighting.revision()));
            return !told.isEmpty();
        });
    }

    /**
     * Remembers what a record depends on. Something that changed after it was looked at wakes it
     * again.
     *
     * @return whether anybody was woken
     */
    public boolean depend(Dependent dependent) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            if (DependencyRows.targets(connection, dependent.key()).equals(dependent.targets())
                    && ScopeRows.same(connection, dependent)) {
                return false;
            }
        }
        return transact(transaction -> {
            GraphLocks.shared(transaction, dependent);
            Set<ResourceKey> before = DependencyRows.targets(transaction, dependent.key());
            Set<ResourceKey> added = without(dependent.targets(), before);
            Set<ResourceKey> removed = without(before, dependent.targets());
            DependencyRows.remove(transaction, dependent.key(), removed);
            DependencyRows.add(transaction, dependent.key(), added);
            List<Wake> wakes = new ArrayList<>();
            List<Wake> counts = counts(dependent.key(), added, removed);
            long missed = SeenRows.newest(transaction, added, dependent.revision());
            Scope scope = dependent.scope();
            if (scope != null) {
                ScopeRows.Moved moved = ScopeRows.keep(transaction, dependent.key(), scope);
                if (moved.manifest()) {
                    wakes.addAll(bills(transaction, dependent));
                }
                if (moved.labels()) {
                    missed =
                            Math.max(
                                    missed,
                                    ScopeRows.newestChooser(
                                            transaction,
                                            dependent.key(),
                                            scope.labels(),
                                            dependent.revision()));
                }
            }
            if (missed > 0) {
                wakes.addAll(wakes(Set.of(dependent.key()), missed));
            }
            WakeRows.wake(transaction, wakes);
            WakeRows.remind(transaction, counts);
            return !wakes.isEmpty() || !counts.isEmpty();
        });
    }

    /**
     * The record is gone: it depends on nothing any more.
     *
     * @param missing who has to do without it, beside those who depend on it
     */
    public boolean forget(ResourceKey key, Set<ResourceKey> missing) throws SQLException {
        return transact(transaction -> {
            Set<ResourceKey> before = DependencyRows.targets(transaction, key);
            DependencyRows.remove(transaction, key, before);
            ScopeRows.remove(transaction, key);
            WakeRows.wake(transaction, wakes(missing, 0));
            List<Wake> counts = counts(key, Set.of(), before);
            WakeRows.remind(transaction, counts);
            return !missing.isEmpty() || !counts.isEmpty();
        });
    }

    private List<Wake> bills(Connection transaction, Dependent dependent) throws SQLException {
        return wakes(
                DependencyRows.dependents(transaction, dependent.key(), Set.of("AgBOM")),
                dependent.revision());
    }

    /** Adapters say how many agents are bound to them. */
    private List<Wake> counts(
            ResourceKey dependent, Set<ResourceKey> added, Set<ResourceKey> removed) {
        if (!dependent.getKind().equals("Agent")) {
            return List.of();
        }
        Set<ResourceKey> adapters = new HashSet<>(added);
        adapters.addAll(removed);
        adapters.removeIf(target -> !target.getKind().equals("FrameworkAdapter"));
        return adapters.stream()
                .map(adapter -> wake(adapter, 0, Urgency.DESCRIBES, COUNT_DELAY))
                .toList();
    }

    private List<Wake> wakes(Collection<ResourceKey> keys, long revision) {
        return keys.stream()
                .map(key ->
                        wake(
                                key,
                                revision,
                                Urgency.reached(key),
                                key.getKind().equals("AgBOM") ? BILL_DELAY : Duration.ZERO))
                .toList();
    }

    private Wake wake(ResourceKey key, long revision, Urgency urgency, Duration delay) {
        return new Wake(key, revision, urgency, delay, clock.instant(), Events.traceparent());
    }

    private static Set<ResourceKey> without(Set<ResourceKey> all, Set<ResourceKey> these) {
        Set<ResourceKey> rest = new HashSet<>(all);
        rest.removeAll(these);
        return rest;
    }

    /** How many records of that kind depend on it. */
    public long count(ResourceKey target, String kind) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return DependencyRows.count(connection, target, kind);
        }
    }

    /** Those of that kind that depend on it, by name. */
    public List<ResourceKey> dependents(ResourceKey target, String kind) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return DependencyRows.dependents(connection, target, Set.of(kind)).stream()
                    .sorted(Comparator.comparing(ResourceKey::getName))
                    .toList();
        }
    }

    /** What was remembered of an agent last. */
    public Optional<Scope> scope(ResourceKey agent) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return ScopeRows.find(connection, agent);
        }
    }

    /** What it depends on. */
    public Set<ResourceKey> targets(ResourceKey key) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return DependencyRows.targets(connection, key);
        }
    }

    /** Of these sightings, those that differ from what is remembered. */
    public List<Sighting> changed(List<Sighting> sightings) throws SQLException {
        List<Sighting> changed = new ArrayList<>();
        try (Connection connection = pool.getConnection()) {
            for (Sighting sighting : sightings) {
                if (SeenRows.find(connection, sighting.key())
                        .filter(known -> known.same(sighting))
                        .isEmpty()) {
                    changed.add(sighting);
                }
            }
        }
        return changed;
    }

    /** Forgets what has been gone for long. */
    public int prune() throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return SeenRows.prune(connection);
        }
    }

    private boolean transact(Step step) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try (Connection connection = pool.getConnection()) {
                connection.setAutoCommit(false);
                try {
                    boolean answer = step.in(connection);
                    Failpoint.CONTROLLER_GRAPH_COMMIT_BEFORE.hit();
                    connection.commit();
                    Failpoint.CONTROLLER_GRAPH_COMMIT_AFTER.hit();
                    return answer;
                } catch (SQLException | RuntimeException e) {
                    connection.rollback();
                    throw e;
                } finally {
                    connection.setAutoCommit(true);
                }
            } catch (SQLException e) {
                if (!DEADLOCK.equals(e.getSQLState()) || attempt == TRIES) {
                    throw e;
                }
            }
        }
    }
}
