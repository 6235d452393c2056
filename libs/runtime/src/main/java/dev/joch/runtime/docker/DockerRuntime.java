package dev.joch.runtime.docker;

import dev.joch.runtime.Handle;
import dev.joch.runtime.Instance;
import dev.joch.runtime.Limit;
import dev.joch.runtime.LogRequest;
import dev.joch.runtime.LogStream;
import dev.joch.runtime.Marks;
import dev.joch.runtime.Placed;
import dev.joch.runtime.RuntimeAdapter;
import dev.joch.runtime.RuntimeProblem;
import dev.joch.runtime.SpecText;
import dev.joch.runtime.State;
import dev.joch.runtime.WorkloadKind;
import dev.joch.runtime.WorkloadSpec;
import dev.joch.runtime.WorkloadStatus;
import dev.joch.service.id.Ids;
import dev.joch.service.problem.ProblemException;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Containers of a Docker engine. An engine that is away is no reason not to open this. */
public final class DockerRuntime implements RuntimeAdapter {

    private static final String NAME = Engine.NAME;

    private final DockerConfig config;
    private final Ids ids;
    private final InstantSource clock;
    private final Engine engine;
    private final ContainerEndings endings;

    public DockerRuntime(DockerConfig config, Ids ids, InstantSource clock) {
        this.config = config;
        this.ids = ids;
        this.clock = clock;
        this.engine = new Engine(config);
        this.endings = new ContainerEndings(engine, clock);
        endings.start();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Placed createJob(WorkloadSpec spec) {
        return create(WorkloadKind.JOB, spec);
    }

    @Override
    public Placed createWorker(WorkloadSpec spec) {
        return create(WorkloadKind.POOL, spec);
    }

    private Placed create(WorkloadKind kind, WorkloadSpec spec) {
        List<Found> there = engine.of(spec.name());
        if (there.stream().anyMatch(each -> !each.isWanted() && each.isHead())) {
            return taken(spec, "one that is ending");
        }
        Optional<Found> head = head(there);
        String text = SpecText.write(kind, spec);
        if (head.isPresent()) {
            return head.get().label(ContainerShape.SPEC).equals(text)
                    ? found(head.get(), there, spec)
                    : taken(spec, "one with another specification");
        }
        Optional<RuntimeProblem> refusal = refusal(spec);
        if (refusal.isPresent()) {
            return new Placed.Refused(refusal.get());
        }
        for (Found stray : there) {
            // the first worker of a pool that was never finished
            if (!stray.label(ContainerShape.SPEC).equals(text)) {
                engine.remove(stray.id());
            }
        }
        return kind == WorkloadKind.JOB ? job(spec, text) : pool(spec, text);
    }

    private static Optional<Found> head(List<Found> containers) {
        return containers.stream().filter(each -> each.isHead() && each.isWanted()).findFirst();
    }

    /** What was created and never started was left by somebody who died in between. */
    private Placed found(Found head, List<Found> there, WorkloadSpec spec) {
        for (Found each : there) {
            if (each.isWanted() && each.isCreated() && !each.isTemplate()) {
                engine.start(each.id());
            }
        }
        return new Placed.Found(handle(spec));
    }

    private Placed job(WorkloadSpec spec, String text) {
        Optional<String> id =
                engine.create(ContainerShape.head(config, WorkloadKind.JOB, spec, ids.nextText()));
        if (id.isEmpty()) {
            return lost(spec, text);
        }
        engine.start(id.get());
        return new Placed.New(handle(spec));
    }

    /**
     * The first worker is there before the pool is, and runs after it: whoever finds the pool finds
     * its worker, and no worker runs without one.
     */
    private Placed pool(WorkloadSpec spec, String text) {
        engine.create(ContainerShape.worker(config, text, 0, ids.nextText()));
        Optional<String> template =
                engine.create(ContainerShape.head(config, WorkloadKind.POOL, spec, ""));
        if (template.isEmpty()) {
            return lost(spec, text);
        }
        for (Found each : engine.of(spec.name())) {
            if (each.isWanted() && each.isCreated() && !each.isTemplate()) {
                engine.start(each.id());
            }
        }
        return new Placed.New(handle(spec));
    }

    /** The name was given to somebody else meanwhile. */
    private Placed lost(WorkloadSpec spec, String text) {
        List<Found> there = engine.of(spec.name());
        Optional<Found> head = head(there);
        if (head.isEmpty()) {
            return taken(spec, "a container that Joch did not make");
        }
        return head.get().label(ContainerShape.SPEC).equals(text)
                ? found(head.get(), there, spec)
                : taken(spec, "one with another specification");
    }

    private static Placed taken(WorkloadSpec spec, String by) {
        return new Placed.Refused(new RuntimeProblem.NameTaken(NAME, spec.name(), by));
    }

    private Handle handle(WorkloadSpec spec) {
        return new Handle(spec.name(), engine.unheld(spec.limits()));
    }

    private Optional<RuntimeProblem> refusal(WorkloadSpec spec) {
        String image = spec.program().image();
        if (image.isEmpty() || !engine.hasImage(image)) {
            return Optional.of(new RuntimeProblem.UnknownImage(NAME, image));
        }
        Set<Limit> unheld = engine.unheld(spec.limits());
        return spec.limits().mandatory() && !unheld.isEmpty()
                ? Optional.of(new RuntimeProblem.LimitsNotPossible(NAME, unheld))
                : Optional.empty();
    }

    @Override
    public Placed scale(String name, int replicas, Duration grace) {
        if (replicas < 0) {
            throw new IllegalArgumentException("a pool has 0 or more workers");
        }
        WorkloadSpec.checkName(name);
        List<Found> there = engine.of(name);
        Found pool = head(there).filter(Found::isTemplate).orElseThrow(() -> unknown(name));
        String text = pool.label(ContainerShape.SPEC);
        WorkloadSpec spec = SpecText.read(text).spec();
        Map<Integer, Found> workers = workers(there);
        for (Map.Entry<Integer, Found> each : workers.entrySet()) {
            if (each.getKey() >= replicas) {
                endings.begin(each.getValue(), clock.instant().plus(grace));
                endings.ring();
            }
        }
        Optional<RuntimeProblem> refusal = replicas == 0 ? Optional.empty() : refusal(spec);
        if (refusal.isPresent()) {
            return new Placed.Refused(refusal.get());
        }
        for (int ordinal = 0; ordinal < replicas; ordinal++) {
            ensure(Optional.ofNullable(workers.get(ordinal)), text, ordinal);
        }
        return new Placed.Found(handle(spec));
    }

    private void ensure(Optional<Found> worker, String text, int ordinal) {
        if (worker.isPresent() && worker.get().runs()) {
            return;
        }
        if (worker.isPresent() && worker.get().isCreated()) {
            engine.start(worker.get().id());
            return;
        }
        worker.ifPresent(ended -> engine.remove(ended.id()));
        // a name that is taken by now is somebody else's who does the same
        engine.create(ContainerShape.worker(config, text, ordinal, ids.nextText()))
                .ifPresent(engine::start);
    }

    private static Map<Integer, Found> workers(List<Found> containers) {
        Map<Integer, Found> workers = new TreeMap<>();
        for (Found each : containers) {
            if (each.isWanted()) {
                each.name().ordinal().ifPresent(ordinal -> workers.put(ordinal, each));
            }
        }
        return workers;
    }

    private static ProblemException unknown(String name) {
        return new ProblemException(new RuntimeProblem.WorkloadUnknown(NAME, name));
    }

    @Override
    public Optional<WorkloadStatus> status(String name) {
        WorkloadSpec.checkName(name);
        return status(name, engine.of(name));
    }

    private Optional<WorkloadStatus> status(String name, List<Found> containers) {
        Optional<Found> wanted = head(containers);
        Optional<Found> head =
                wanted.or(() -> containers.stream().filter(Found::isHead).findFirst())
                        .or(() -> containers.stream().findFirst());
        if (head.isEmpty()) {
            return Optional.empty();
        }
        SpecText.Kept kept = SpecText.read(head.get().label(ContainerShape.SPEC));
        List<Instance> instances = new ArrayList<>();
        if (wanted.isPresent() && kept.kind() == WorkloadKind.JOB) {
            instances.add(instance(0, wanted.get()));
        } else {
            workers(containers)
                    .forEach((ordinal, worker) -> instances.add(instance(ordinal, worker)));
        }
        long ending =
                containers.stream().filter(each -> !each.isWanted() && !each.isTemplate()).count();
        return Optional.of(
                new WorkloadStatus(
                        name,
                        kept.kind(),
                        head.get().label(Marks.DIGEST),
                        kept.spec().labels(),
                        wanted.isPresent() ? instances.size() : 0,
                        instances,
                        (int) ending));
    }

    private Instance instance(int ordinal, Found container) {
        State state;
        if (container.runs()) {
            state = new State.Running();
        } else if (container.isCreated()) {
            state = new State.Starting();
        } else {
            state = engine.end(container.id());
        }
        return new Instance(ordinal, container.label(Marks.INSTANCE), container.created(), state);
    }

    @Override
    public List<WorkloadStatus> list() {
        Map<String, List<Found>> byName =
                engine.all().stream()
                        .collect(
                                Collectors.groupingBy(
                                        each -> each.name().workload(),
                                        TreeMap::new,
                                        Collectors.toList()));
        List<WorkloadStatus> all = new ArrayList<>();
        byName.forEach((name, containers) -> status(name, containers).ifPresent(all::add));
        all.sort(Comparator.comparing(WorkloadStatus::name));
        return all;
    }

    @Override
    public LogStream logs(String name, int ordinal, LogRequest request) {
        WorkloadSpec.checkName(name);
        List<Found> there = engine.of(name);
        Optional<Found> job = head(there).filter(each -> !each.isTemplate());
        Found instance =
                job.isPresent() && ordinal == 0
                        ? job.get()
                        : Optional.ofNullable(workers(there).get(ordinal))
                                .orElseThrow(() -> unknown(name + "/" + ordinal));
        return Engine.calling(() -> ContainerLog.open(engine.streams(), instance.id(), request));
    }

    @Override
    public boolean delete(String name, Duration grace) {
        WorkloadSpec.checkName(name);
        List<Found> there = engine.of(name);
        Instant deadline = clock.instant().plus(grace);
        // the head first: from then on the rest follows by itself
        for (boolean heads : new boolean[] {true, false}) {
            for (Found each : there) {
                if (each.isWanted() && each.isHead() == heads) {
                    endings.begin(each, deadline);
                }
            }
        }
        endings.ring();
        endings.sweep(engine.of(name));
        return engine.of(name).isEmpty();
    }

    @Override
    public Watch watch(Consumer<String> changed) {
        return new EngineEvents(engine.streams(), config.installation(), changed);
    }

    @Override
    public void close() {
        endings.close();
        engine.close();
    }
}
