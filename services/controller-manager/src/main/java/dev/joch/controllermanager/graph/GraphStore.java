package dev.joch.controllermanager.graph;

import dev.joch.controllermanager.queue.WakeRows;
import dev.joch.events.Events;
import dev.joch.resource.v1alpha1.ResourceKey;
import dev.joch.service.batch.GroupCommit;
import dev.joch.service.database.BadRow;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

import javax.sql.DataSource;

/**
 * Tells those who depend on a record, and remembers who they are.
 *
 * <p>What many ask at the same time is asked of the database together: who comes while a statement
 * is under way shares the next one.
 */
public final class GraphStore implements AutoCloseable {

    private static final String DEADLOCK = "40P01";
    private static final int TRIES = 3;

    private static final int MOST_WAITING = 4_096;
    private static final int MOST_TOGETHER = 64;
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final DataSource pool;
    private final InstantSource clock;
    private final GroupCommit<ResourceKey, Remembered> reads;
    private final GroupCommit<Asked, Answer> writes;

    public GraphStore(DataSource pool, InstantSource clock) {
        this.pool = pool;
        this.clock = clock;
        this.reads = new GroupCommit<>("graph-reads", MOST_WAITING, MOST_TOGETHER, this::readAll);
        this.writes = new GroupCommit<>("graph", MOST_WAITING, MOST_TOGETHER, this::registerAll);
    }

    /** Work inside one transaction. */
    @FunctionalInterface
    private interface Step {
        boolean in(Connection transaction) throws SQLException;
    }

    /** What is remembered of a record: everything that was written before this was asked. */
    public Remembered remembered(ResourceKey key) {
        return reads.submit(key, PATIENCE);
    }

    private List<Remembered> readAll(List<ResourceKey> keys) {
        try (Connection connection = pool.getConnection()) {
            return RememberedRows.find(connection, keys);
        } catch (SQLException e) {
            throw new ProblemException(new ServiceProblem.Unavailable("the database"), e);
        }
    }

    /**
     * Wakes whoever depends on it, if it is not what it was.
     *
     * @return whether anybody was woken
     */
    public boolean tell(Sighting sighting) throws SQLException {
        Cause cause = cause();
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
            WakeRows.wake(transaction, cause.reaches(told, sighting.revision()));
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
        return switch (writes.submit(new Asked(dependent, cause()), PATIENCE)) {
            case Answer.Written written -> written.woken();
            case Answer.Refused refused -> throw refused.why();
        };
    }

    private List<Answer> registerAll(List<Asked> all) {
        return GraphLocks.portions(all).stream().flatMap(some -> register(some).stream()).toList();
    }

    private List<Answer> register(List<Asked> some) {
        try {
            boolean woken = transact(transaction -> RegisterRows.register(transaction, some));
            return Collections.nCopies(some.size(), new Answer.Written(woken));
        } catch (SQLException e) {
            if (some.size() > 1 && BadRow.isBlamedBy(e)) {
                // whichever it is: the others have nothing to do with it
                return some.stream().flatMap(each -> register(List.of(each)).stream()).toList();
            }
            return Collections.nCopies(some.size(), new Answer.Refused(e));
        }
    }

    /**
     * The record is gone: it depends on nothing any more.
     *
     * @param missing who has to do without it, beside those who depend on it
     */
    public boolean forget(ResourceKey key, Set<ResourceKey> missing) throws SQLException {
        Cause cause = cause();
        return transact(transaction -> {
            Remembered before = RememberedRows.find(transaction, List.of(key)).getFirst();
            Move end = new Move(new Asked(Dependent.of(key, Set.of(), 0), cause), before);
            DependencyRows.remove(transaction, end.removed());
            ScopeRows.remove(transaction, key);
            WakeRows.wake(transaction, cause.reaches(missing, 0));
            WakeRows.remind(transaction, end.counts());
            return !missing.isEmpty() || !end.counts().isEmpty();
        });
    }

    private Cause cause() {
        return new Cause(clock.instant(), Events.traceparent());
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

    /** Of these sightings, those that differ from what is remembered. */
    public List<Sighting> changed(List<Sighting> sightings) throws SQLException {
        List<Sighting> changed = new ArrayList<>();
        try (Connection connection = pool.getConnection()) {
            List<Remembered> all =
                    RememberedRows.find(connection, sightings.stream().map(Sighting::key).toList());
            for (int i = 0; i < all.size(); i++) {
                Sighting sighting = sightings.get(i);
                if (all.get(i).seen().filter(known -> known.same(sighting)).isEmpty()) {
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

    @Override
    public void close() {
        writes.close();
        reads.close();
    }
}
