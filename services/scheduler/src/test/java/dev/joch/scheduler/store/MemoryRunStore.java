package dev.joch.scheduler.store;

import com.google.protobuf.Message;

import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.scheduler.place.Bound;
import dev.joch.scheduler.place.Limits;
import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunDecision;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.RunPatience;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.run.Times;
import dev.joch.scheduler.store.MemoryTables.Held;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.scheduler.v1.WorkerState;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Keeps runs in memory by a clock that is handed in: for those who ask one after the other, and
 * want the same answers every time.
 */
public final class MemoryRunStore implements RunStore {

    private final RunPatience patience;
    private final Rule rule;
    private final LongSupplier clock;
    private final List<Told> told = new ArrayList<>();
    private Consumer<Decided> witness = decided -> {};
    private Nudges.Listener listener = (leases, orders) -> {};
    private MemoryTables tables = new MemoryTables();
    private MemoryTables before = tables;

    /**
     * @param clock in microseconds
     */
    public MemoryRunStore(RunPatience patience, Rule rule, LongSupplier clock) {
        this.patience = patience;
        this.rule = rule;
        this.clock = clock;
    }

    /** What becomes of a run by a command: the rules, or such as are broken on purpose. */
    @FunctionalInterface
    public interface Rule {
        RunDecision decide(Optional<StoredRun> current, RunCommand command, long now);
    }

    /** A decision that is committed. */
    public record Decided(
            RunCommand command, Optional<StoredRun> before, RunDecision decision, long at) {}

    /** What was told of a run. */
    public record Told(RunKey key, Message message) {}

    @FunctionalInterface
    private interface Work<T> {
        T in(MemoryTables tables, RunTransaction runs, long now) throws SQLException;
    }

    /** Shows every decision as soon as it is committed. */
    public void witness(Consumer<Decided> sees) {
        witness = sees;
    }

    /** What was committed last never was: so does a database that does not wait for its disk. */
    public void losesLast() {
        tables = before;
    }

    /** Tells what may have changed, as soon as it is committed. */
    public void listen(Nudges.Listener hears) {
        listener = hears;
    }

    public List<Told> told() {
        return List.copyOf(told);
    }

    /** Whatever fails leaves everything as it was. */
    private <T> T write(Work<T> work) {
        MemoryTables changed = new MemoryTables(tables);
        long now = clock.getAsLong();
        List<Decided> decided = new ArrayList<>();
        RunTransaction runs =
                new RunTransaction(
                        changed,
                        (current, command, at) -> {
                            RunDecision decision = rule.decide(current, command, at);
                            decided.add(new Decided(command, current, decision, at));
                            return decision;
                        },
                        now);
        T result;
        try {
            result = work.in(changed, runs, now);
        } catch (SQLException e) {
            throw new IllegalStateException("there is no database", e);
        }
        before = tables;
        tables = changed;
        runs.told().forEach(each -> told.add(new Told(each.key(), each.message())));
        decided.forEach(witness);
        Changes changes = runs.changes();
        if (changes.leases() || changes.orders()) {
            listener.changed(changes.leases(), changes.orders());
        }
        return result;
    }

    @Override
    public List<RunDecision> commit(List<RunCommand> commands) {
        return write((changed, runs, now) -> runs.decide(commands));
    }

    @Override
    public Round lease(List<Ask> asks, Limits limits) {
        return write(
                (changed, runs, now) -> new LeaseRound(changed, runs, limits, now).decide(asks));
    }

    @Override
    public Renewed renew(WorkerDescription worker, List<LeaseRef> leases) {
        return write((changed, runs, now) -> {
            changed.heard(List.of(worker), now);
            List<LeaseRef> lost = new ArrayList<>();
            List<LeaseRef> cancelled = new ArrayList<>();
            for (LeaseRef lease : leases.stream().distinct().toList()) {
                Held held = changed.leases.get(lease.key());
                if (held == null
                        || held.until() == 0
                        || !held.lease().equals(lease)
                        || !held.worker().equals(worker.getWorker())) {
                    lost.add(lease);
                    continue;
                }
                changed.leases.put(lease.key(), held.renewed(now + patience.lease()));
                if (held.cancelled()) {
                    cancelled.add(lease);
                }
            }
            return new Renewed(lost, cancelled);
        });
    }

    @Override
    public List<Order> orders(Set<String> workers) {
        return tables.leases.values().stream()
                .filter(held -> workers.contains(held.worker()))
                .filter(held -> held.cancelled() && held.started())
                .map(held -> new Order(held.worker(), held.lease()))
                .toList();
    }

    @Override
    public Optional<StoredRun> find(RunKey key) {
        return tables.find(key);
    }

    @Override
    public List<Run> find(Collection<RunKey> keys) {
        return keys.stream()
                .distinct()
                .flatMap(key -> tables.find(key).stream())
                .map(StoredRun::run)
                .toList();
    }

    @Override
    public Optional<ExecutionInput> input(RunKey key, String uid) {
        return Optional.ofNullable(tables.inputs(List.of(key)).get(key));
    }

    private Stream<StoredRun> all() {
        return tables.runs.keySet().stream().flatMap(key -> tables.find(key).stream());
    }

    @Override
    public List<Run> list(Selection selection, Optional<Position> after, int limit) {
        Comparator<Position> order =
                Comparator.comparingLong(Position::createdAt)
                        .thenComparing(Position::namespace)
                        .thenComparing(Position::name);
        return all().filter(run -> run.key().tenant().equals(selection.tenant()))
                .filter(run ->
                        selection.namespace().isEmpty()
                                || run.key().namespace().equals(selection.namespace()))
                .filter(run ->
                        selection.agent().isEmpty()
                                || run.run().getAgent().equals(selection.agent()))
                .filter(run ->
                        selection.phases().isEmpty()
                                || selection.phases().contains(run.run().getPhase()))
                .filter(run -> after.isEmpty() || order.compare(position(run), after.get()) > 0)
                .sorted((one, other) -> order.compare(position(one), position(other)))
                .limit(limit)
                .map(StoredRun::run)
                .toList();
    }

    private static Position position(StoredRun run) {
        return new Position(
                Times.micros(run.run().getCreatedAt()), run.key().namespace(), run.key().name());
    }

    @Override
    public long ahead(StoredRun run) {
        return tables.queue.values().stream()
                .filter(other -> other.key().tenant().equals(run.key().tenant()))
                .filter(other -> other.key().namespace().equals(run.key().namespace()))
                .filter(other -> other.demand().pool().equals(run.run().getPlacement().getPool()))
                .filter(other ->
                        other.priority() > run.run().getPriority()
                                || (other.priority() == run.run().getPriority()
                                        && (other.place() < run.place()
                                                || (other.place() == run.place()
                                                        && other.key()
                                                                        .name()
                                                                        .compareTo(run.key().name())
                                                                < 0))))
                .count();
    }

    @Override
    public Map<Bound, Integer> running(String tenant, Collection<Bound> bounds) {
        return tables.running(bounds);
    }

    @Override
    public List<WorkerState> workers(Duration within) {
        long now = clock.getAsLong();
        return tables.workers.values().stream()
                .filter(heard -> heard.at() >= now - micros(within))
                .map(heard -> state(heard, now))
                .toList();
    }

    private WorkerState state(MemoryTables.Heard heard, long now) {
        WorkerDescription worker = heard.worker();
        return WorkerState.newBuilder()
                .setWorker(worker.getWorker())
                .setPool(worker.getPool())
                .setRuntime(worker.getRuntime())
                .setRegion(worker.getRegion())
                .putAllLabels(worker.getLabelsMap())
                .addAllFrameworks(worker.getFrameworksList())
                .setCapacity(worker.getCapacity())
                .setLeases(
                        tables.heldBy(List.of(worker.getWorker()))
                                .getOrDefault(worker.getWorker(), 0))
                .setSilentMs(Math.max(0, now - heard.at()) / 1_000)
                .build();
    }

    @Override
    public Due due(int limit) {
        long now = clock.getAsLong();
        List<StoredRun> unsettled =
                all().filter(run -> run.unsettled() && run.dueAt() <= now)
                        .sorted(Comparator.comparingLong(StoredRun::dueAt))
                        .limit(limit)
                        .toList();
        List<Over> over =
                tables.leases.values().stream()
                        .filter(held -> held.until() <= now)
                        .sorted(Comparator.comparingLong(Held::until))
                        .limit(limit)
                        .map(held -> new Over(held.lease(), held.worker(), held.started()))
                        .toList();
        List<LeaseRef> late =
                tables.leases.values().stream()
                        .filter(held -> held.deadline() > 0 && held.deadline() <= now)
                        .filter(held -> held.started() && !held.cancelled())
                        .sorted(Comparator.comparingLong(Held::deadline))
                        .limit(limit)
                        .map(Held::lease)
                        .toList();
        return new Due(unsettled, over, late);
    }

    @Override
    public long waiting() {
        return tables.queue.size() + all().filter(StoredRun::unsettled).count();
    }

    @Override
    public int dropEnded(Duration ago, int limit) {
        return write((changed, runs, now) -> {
            List<RunKey> old =
                    changed.runs.values().stream()
                            .map(MemoryTables.Kept::run)
                            .filter(StoredRun::ended)
                            .filter(run ->
                                    Times.micros(run.run().getCompletedAt()) < now - micros(ago))
                            .limit(limit)
                            .map(StoredRun::key)
                            .toList();
            changed.remove(old);
            return old.size();
        });
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    @Override
    public void close() {}
}
