package dev.joch.controllermanager.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.joch.runtime.Handle;
import dev.joch.runtime.Instance;
import dev.joch.runtime.LogRequest;
import dev.joch.runtime.LogStream;
import dev.joch.runtime.Placed;
import dev.joch.runtime.RuntimeAdapter;
import dev.joch.runtime.RuntimeProblem;
import dev.joch.runtime.SpecText;
import dev.joch.runtime.State;
import dev.joch.runtime.WorkloadKind;
import dev.joch.runtime.WorkloadSpec;
import dev.joch.runtime.WorkloadStatus;
import dev.joch.service.problem.ProblemException;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A runtime in memory, of pools only. Its workers are ready when the test says so. */
final class FakeRuntime implements RuntimeAdapter, HeardWorkers {

    static final Instant MADE = Instant.parse("2026-05-10T09:00:00Z");

    record Worker(String id, State state) {}

    record Pool(WorkloadSpec spec, List<Worker> workers) {}

    final Map<String, Pool> pools = new TreeMap<>();
    final Map<String, Integer> heard = new TreeMap<>();
    int started;
    boolean away;
    @Nullable RuntimeProblem refusal;

    @Override
    public String name() {
        return "docker";
    }

    @Override
    public Placed createWorker(WorkloadSpec spec) {
        answer();
        RuntimeProblem problem = refusal;
        if (problem != null) {
            return new Placed.Refused(problem);
        }
        Handle handle = new Handle(spec.name(), Set.of());
        if (pools.containsKey(spec.name())) {
            return new Placed.Found(handle);
        }
        pools.put(spec.name(), new Pool(spec, new ArrayList<>(List.of(worker()))));
        return new Placed.New(handle);
    }

    private Worker worker() {
        return new Worker("w" + started++, new State.Running());
    }

    @Override
    public Placed scale(String name, int replicas, Duration grace) {
        answer();
        Pool pool = pools.get(name);
        if (pool == null) {
            throw new ProblemException(new RuntimeProblem.WorkloadUnknown(name(), name));
        }
        pool.workers().removeIf(each -> each.state() instanceof State.Ended);
        while (pool.workers().size() > replicas) {
            pool.workers().removeLast();
        }
        while (pool.workers().size() < replicas) {
            pool.workers().add(worker());
        }
        return new Placed.Found(new Handle(name, Set.of()));
    }

    /** All workers that run are heard of. */
    void hearAll() {
        heard.clear();
        pools.values()
                .forEach(pool ->
                        heard.put(
                                pool.spec().labels().getOrDefault(WorkerTemplate.REVISION, ""),
                                pool.workers().size()));
    }

    void endOne(String name) {
        Pool pool = Objects.requireNonNull(pools.get(name));
        pool.workers().set(0, new Worker("ended", new State.Ended(1, State.Cause.EXITED)));
    }

    int workers() {
        return pools.values().stream().mapToInt(pool -> pool.workers().size()).sum();
    }

    @Override
    public Map<String, Integer> byRevision(String tenant) {
        assertThat(tenant).isEqualTo("acme");
        return heard;
    }

    @Override
    public List<WorkloadStatus> list() {
        answer();
        return pools.values().stream().map(FakeRuntime::status).toList();
    }

    private static WorkloadStatus status(Pool pool) {
        List<Instance> instances = new ArrayList<>();
        for (Worker worker : pool.workers()) {
            instances.add(new Instance(instances.size(), worker.id(), MADE, worker.state()));
        }
        return new WorkloadStatus(
                pool.spec().name(),
                WorkloadKind.POOL,
                SpecText.digest(SpecText.write(WorkloadKind.POOL, pool.spec())),
                pool.spec().labels(),
                instances.size(),
                instances,
                0);
    }

    private void answer() {
        if (away) {
            throw new ProblemException(new RuntimeProblem.RuntimeAway(name(), "test"));
        }
    }

    @Override
    public boolean delete(String name, Duration grace) {
        answer();
        pools.remove(name);
        return true;
    }

    @Override
    public Placed createJob(WorkloadSpec spec) {
        throw new UnsupportedOperationException("deployments have no jobs");
    }

    @Override
    public Optional<WorkloadStatus> status(String name) {
        throw new UnsupportedOperationException("deployments look at all of their pools");
    }

    @Override
    public LogStream logs(String name, int ordinal, LogRequest request) {
        throw new UnsupportedOperationException("deployments read no logs");
    }

    @Override
    public Watch watch(Consumer<String> changed) {
        return () -> changed.accept("");
    }

    @Override
    public void close() {
        pools.clear();
    }
}
