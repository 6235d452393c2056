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
import java.util.stream.Stream;

/** A runtime in memory. Its workers are ready, and its jobs end, when the test says so. */
public final class FakeRuntime implements RuntimeAdapter, HeardWorkers {

    public static final Instant MADE = Instant.parse("2026-05-10T09:00:00Z");

    record Worker(String id, State state) {}

    record Pool(WorkloadSpec spec, List<Worker> workers) {}

    /** A job, and where it is in its life. */
    public record Job(WorkloadSpec spec, State state, Instant created) {}

    public final Map<String, Job> jobs = new TreeMap<>();

    /** Whether what is deleted needs another look until it is gone. */
    public boolean slow;

    private final String name;
    final Map<String, Pool> pools = new TreeMap<>();
    final Map<String, Integer> heard = new TreeMap<>();
    public int started;
    public boolean away;
    public @Nullable RuntimeProblem refusal;

    public FakeRuntime() {
        this("docker");
    }

    FakeRuntime(String name) {
        this.name = name;
    }

    @Override
    public String name() {
        return name;
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
        return Stream.concat(
                        pools.values().stream().map(FakeRuntime::status),
                        jobs.values().stream().map(FakeRuntime::status))
                .toList();
    }

    private static WorkloadStatus status(Job job) {
        return new WorkloadStatus(
                job.spec().name(),
                WorkloadKind.JOB,
                SpecText.digest(SpecText.write(WorkloadKind.JOB, job.spec())),
                job.spec().labels(),
                1,
                List.of(new Instance(0, "i", job.created(), job.state())),
                0);
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
        if (slow && jobs.containsKey(name)) {
            slow = false;
            return false;
        }
        pools.remove(name);
        jobs.remove(name);
        return true;
    }

    @Override
    public Placed createJob(WorkloadSpec spec) {
        answer();
        RuntimeProblem problem = refusal;
        if (problem != null) {
            return new Placed.Refused(problem);
        }
        Handle handle = new Handle(spec.name(), Set.of());
        if (jobs.putIfAbsent(spec.name(), new Job(spec, new State.Running(), MADE)) != null) {
            return new Placed.Found(handle);
        }
        started++;
        return new Placed.New(handle);
    }

    /** The program of a job is over. */
    public void endJob(String name) {
        jobs.computeIfPresent(
                name,
                (_, job) ->
                        new Job(job.spec(), new State.Ended(1, State.Cause.EXITED), job.created()));
    }

    @Override
    public Optional<WorkloadStatus> status(String name) {
        answer();
        return Optional.ofNullable(jobs.get(name)).map(FakeRuntime::status);
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
