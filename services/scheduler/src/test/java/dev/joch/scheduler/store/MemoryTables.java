package dev.joch.scheduler.store;

import dev.joch.resource.v1alpha1.ExecutionInput;
import dev.joch.scheduler.place.Bound;
import dev.joch.scheduler.place.Candidate;
import dev.joch.scheduler.place.Demand;
import dev.joch.scheduler.place.Line;
import dev.joch.scheduler.place.Party;
import dev.joch.scheduler.place.Share;
import dev.joch.scheduler.run.LeaseRef;
import dev.joch.scheduler.run.RunKey;
import dev.joch.scheduler.run.RunPhases;
import dev.joch.scheduler.run.StoredRun;
import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.service.problem.Invariant;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The rows in memory, for one transaction after the other. */
final class MemoryTables implements RunTables {

    /** What is kept of a run; its lease has the rest. */
    record Kept(StoredRun run, ExecutionInput input) {}

    /** Who has a run until when. */
    record Held(
            LeaseRef lease,
            String worker,
            String agent,
            String environment,
            boolean started,
            boolean cancelled,
            long deadline,
            long until) {

        Held renewed(long later) {
            return new Held(lease, worker, agent, environment, started, cancelled, deadline, later);
        }

        private boolean counts(Bound bound) {
            return lease.key().tenant().equals(bound.tenant())
                    && switch (bound.sort()) {
                        case AGENT ->
                                lease.key().namespace().equals(bound.namespace())
                                        && agent.equals(bound.name());
                        case NAMESPACE -> lease.key().namespace().equals(bound.namespace());
                        case ENVIRONMENT -> environment.equals(bound.name());
                    };
        }
    }

    /** A worker that was heard of. */
    record Heard(WorkerDescription worker, long at) {}

    private record PartyOf(String pool, Party party) {}

    final TreeMap<RunKey, Kept> runs;
    final TreeMap<RunKey, Held> leases;
    final TreeMap<RunKey, Candidate> queue;
    final TreeMap<String, Heard> workers;
    private final Map<PartyOf, Share> shares;

    MemoryTables() {
        this.runs = new TreeMap<>();
        this.leases = new TreeMap<>();
        this.queue = new TreeMap<>();
        this.workers = new TreeMap<>();
        this.shares = new HashMap<>();
    }

    /** As they are now: what a transaction changes is not seen before it is committed. */
    MemoryTables(MemoryTables before) {
        this.runs = new TreeMap<>(before.runs);
        this.leases = new TreeMap<>(before.leases);
        this.queue = new TreeMap<>(before.queue);
        this.workers = new TreeMap<>(before.workers);
        this.shares = new HashMap<>(before.shares);
    }

    /** With what its lease says. */
    Optional<StoredRun> find(RunKey key) {
        Held held = leases.get(key);
        return Optional.ofNullable(runs.get(key))
                .map(kept -> held == null ? kept.run() : kept.run().leasedUntil(held.until()));
    }

    @Override
    public Map<RunKey, StoredRun> runs(List<RunKey> keys) {
        Map<RunKey, StoredRun> found = new HashMap<>();
        for (RunKey key : keys) {
            Kept kept = runs.get(key);
            if (kept != null) {
                found.put(key, kept.run());
            }
        }
        return found;
    }

    @Override
    public Set<RunKey> add(List<Row> rows) {
        Set<RunKey> late = new LinkedHashSet<>();
        for (Row row : rows) {
            if (runs.putIfAbsent(row.key(), new Kept(bare(row.run()), row.input())) != null) {
                late.add(row.key());
            }
        }
        return late;
    }

    /** The time of a lease is in its own row, and renewed there. */
    private static StoredRun bare(StoredRun run) {
        return new StoredRun(
                run.run(),
                run.trigger(),
                run.sdk(),
                run.claim(),
                run.dueAt(),
                run.place(),
                run.token(),
                0,
                run.deadline(),
                run.cancelReason());
    }

    @Override
    public void replace(List<Row> rows) {
        for (Row row : rows) {
            runs.computeIfPresent(
                    row.key(),
                    (key, kept) -> {
                        Invariant.check(
                                kept.run().run().getVersion() == row.known(),
                                "a run that was read and locked has the version that was read");
                        return new Kept(bare(row.run()), kept.input());
                    });
        }
    }

    @Override
    public void replaceInputs(Map<RunKey, ExecutionInput> changed) {
        changed.forEach((key, input) ->
                runs.computeIfPresent(key, (same, kept) -> new Kept(kept.run(), input)));
    }

    @Override
    public void remove(List<RunKey> keys) {
        keys.forEach(runs::remove);
    }

    @Override
    public Map<RunKey, ExecutionInput> inputs(List<RunKey> keys) {
        Map<RunKey, ExecutionInput> found = new HashMap<>();
        for (RunKey key : keys) {
            Kept kept = runs.get(key);
            if (kept != null) {
                found.put(key, kept.input());
            }
        }
        return found;
    }

    @Override
    public Map<RunKey, Long> leases(List<RunKey> keys) {
        Map<RunKey, Long> found = new HashMap<>();
        for (RunKey key : keys) {
            Held held = leases.get(key);
            if (held != null) {
                found.put(key, held.until());
            }
        }
        return found;
    }

    @Override
    public void hold(List<StoredRun> held) {
        for (StoredRun run : held) {
            leases.put(
                    run.key(),
                    new Held(
                            LeaseRef.of(run),
                            run.run().getWorker(),
                            run.run().getAgent(),
                            run.run().getEnvironment(),
                            RunPhases.started(run.run().getPhase()),
                            run.run().getCancelRequested(),
                            run.deadline(),
                            run.leaseUntil()));
        }
    }

    @Override
    public void release(List<RunKey> keys) {
        keys.forEach(leases::remove);
    }

    @Override
    public void enqueue(List<StoredRun> waiting) {
        for (StoredRun run : waiting) {
            queue.put(
                    run.key(),
                    new Candidate(
                            run.key(),
                            run.run().getUid(),
                            run.run().getPriority(),
                            run.place(),
                            Demand.of(run)));
        }
    }

    @Override
    public void dequeue(List<RunKey> keys) {
        keys.forEach(queue::remove);
    }

    /** One transaction runs at a time. */
    @Override
    public void decideAlone() {}

    @Override
    public void heard(List<WorkerDescription> described, long now) {
        for (WorkerDescription worker : described) {
            workers.merge(
                    worker.getWorker(),
                    new Heard(worker, now),
                    (old, later) -> new Heard(later.worker(), Math.max(old.at(), later.at())));
        }
    }

    @Override
    public Map<String, Integer> heldBy(Collection<String> names) {
        Map<String, Integer> held = new HashMap<>();
        for (Held lease : leases.values()) {
            if (names.contains(lease.worker())) {
                held.merge(lease.worker(), 1, Integer::sum);
            }
        }
        return held;
    }

    @Override
    public Map<Bound, Integer> running(Collection<Bound> bounds) {
        Map<Bound, Integer> running = new HashMap<>();
        for (Bound bound : bounds) {
            int count = (int) leases.values().stream().filter(held -> held.counts(bound)).count();
            if (count > 0) {
                running.put(bound, count);
            }
        }
        return running;
    }

    @Override
    public List<Line> heads(String pool) {
        return inLines(pool).values().stream()
                .map(all -> new Line(List.of(all.getFirst()), true))
                .toList();
    }

    private TreeMap<Long, List<Candidate>> inLines(String pool) {
        TreeMap<Long, List<Candidate>> lines = new TreeMap<>();
        queue.values().stream()
                .filter(run -> run.demand().pool().equals(pool))
                .sorted(Candidate.ORDER)
                .forEach(run ->
                        lines.computeIfAbsent(run.demand().line(), line -> new ArrayList<>())
                                .add(run));
        return lines;
    }

    @Override
    public List<Line> lines(String pool, List<Long> wanted, int depth) {
        Map<Long, List<Candidate>> lines = inLines(pool);
        return wanted.stream()
                .filter(lines::containsKey)
                .map(line -> lines.getOrDefault(line, List.of()))
                .map(all ->
                        new Line(all.subList(0, Math.min(depth, all.size())), all.size() > depth))
                .toList();
    }

    @Override
    public Optional<Candidate> waiting(RunKey key) {
        return Optional.ofNullable(queue.get(key));
    }

    @Override
    public Map<Party, Share> shares(String pool, List<String> tenants) {
        Map<Party, Share> found = new HashMap<>();
        shares.forEach((of, share) -> {
            if (of.pool().equals(pool) && tenants.contains(of.party().tenant())) {
                found.put(of.party(), share);
            }
        });
        return found;
    }

    @Override
    public void move(String pool, Map<Party, Share> moved) {
        moved.forEach((party, share) -> shares.put(new PartyOf(pool, party), share));
    }
}
