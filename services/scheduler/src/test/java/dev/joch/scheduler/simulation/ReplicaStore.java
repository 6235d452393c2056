package dev.joch.scheduler.simulation;

import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.scheduler.SchedulerProblem;
import dev.joch.scheduler.place.Bound;
import dev.joch.scheduler.place.Limits;
import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.run.RunCommand;
import dev.joch.scheduler.run.RunDecision;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.store.RunStore;
import dev.joch.scheduler.v1.Run;
import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.scheduler.v1.WorkerState;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * The database as one replica has it: each transaction takes its time, may fail, may be committed
 * without a word, and the replica may die before and after it.
 */
record ReplicaStore(RunStore database, Replica replica) implements RunStore {

    private <T> T transaction(Supplier<T> work) {
        replica.lives(replica.weather().transaction());
        if (replica.databaseIsAway() || replica.weather().refusesTransaction()) {
            throw new ProblemException(new ServiceProblem.Unavailable("the database"));
        }
        T result = work.get();
        boolean silent = replica.weather().losesCommit();
        replica.lives(replica.weather().transaction() / 4);
        if (silent) {
            throw new ProblemException(new SchedulerProblem.OutcomeUnknown());
        }
        return result;
    }

    @Override
    public List<RunDecision> commit(List<RunCommand> commands) {
        return transaction(() -> database.commit(commands));
    }

    @Override
    public Round lease(List<Ask> asks, Limits limits) {
        return transaction(() -> database.lease(asks, limits));
    }

    @Override
    public Renewed renew(WorkerDescription worker, List<LeaseRef> leases) {
        return transaction(() -> database.renew(worker, leases));
    }

    @Override
    public List<Order> orders(Set<String> workers) {
        return transaction(() -> database.orders(workers));
    }

    @Override
    public Optional<StoredRun> find(RunKey key) {
        return transaction(() -> database.find(key));
    }

    @Override
    public List<Run> find(Collection<RunKey> keys) {
        return transaction(() -> database.find(keys));
    }

    @Override
    public Optional<ExecutionInput> input(RunKey key, String uid) {
        return transaction(() -> database.input(key, uid));
    }

    @Override
    public List<Run> list(Selection selection, Optional<Position> after, int limit) {
        return transaction(() -> database.list(selection, after, limit));
    }

    @Override
    public long ahead(StoredRun run) {
        return transaction(() -> database.ahead(run));
    }

    @Override
    public Map<Bound, Integer> running(String tenant, Collection<Bound> bounds) {
        return transaction(() -> database.running(tenant, bounds));
    }

    @Override
    public List<WorkerState> workers(Duration within) {
        return transaction(() -> database.workers(within));
    }

    @Override
    public Due due(int limit) {
        return transaction(() -> database.due(limit));
    }

    @Override
    public long waiting() {
        return transaction(database::waiting);
    }

    @Override
    public int dropEnded(Duration ago, int limit) {
        return transaction(() -> database.dropEnded(ago, limit));
    }

    @Override
    public void close() {}
}
