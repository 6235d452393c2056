package dev.joch.runtime.local;

import dev.joch.runtime.Handle;
import dev.joch.runtime.Limit;
import dev.joch.runtime.Limits;
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
import dev.joch.service.id.Ids;
import dev.joch.service.problem.ProblemException;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Processes of this machine. Limits are a cgroup v2 where this process may make one; otherwise
 * memory is an ulimit of each process, and cores and numbers of processes are not held.
 */
public final class LocalRuntime implements RuntimeAdapter {

    private static final String NAME = "local";
    private static final int KIB = 1024;

    /** What somebody began to lay out that long ago will not be finished. */
    private static final Duration FORGOTTEN = Duration.ofHours(1);

    private final LocalConfig config;
    private final Ids ids;
    private final InstantSource clock;
    private final StateFolder state;
    private final Optional<Cgroups> groups;
    private final Supervisor supervisor;
    private final Endings endings;
    private final List<Consumer<String>> watchers = new CopyOnWriteArrayList<>();

    private LocalRuntime(LocalConfig config, Ids ids, InstantSource clock) throws IOException {
        this.config = config;
        this.ids = ids;
        this.clock = clock;
        this.state = new StateFolder(config.state(), config.installation(), ids);
        this.groups = Cgroups.open(config.cgroup(), config.installation());
        this.supervisor = new Supervisor(config);
        this.endings = new Endings(state, groups, clock, this::tell);
    }

    /** Goes on with what lies in the folder of the configuration. */
    public static LocalRuntime open(LocalConfig config, Ids ids, InstantSource clock) {
        if (!Processes.areListed()) {
            throw new ProblemException(
                    new RuntimeProblem.RuntimeAway(
                            NAME, "processes are found by /proc, which Linux has"));
        }
        return calling(() -> {
            LocalRuntime runtime = new LocalRuntime(config, ids, clock);
            runtime.state.sweepUp(clock.instant().minus(FORGOTTEN));
            runtime.endings.start();
            return runtime;
        });
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
        Optional<RuntimeProblem> refusal = refusal(spec);
        if (refusal.isPresent()) {
            return new Placed.Refused(refusal.get());
        }
        String text = SpecText.write(kind, spec);
        return calling(() ->
                state.alone(
                        spec.name(),
                        () -> {
                            Path path = state.workload(spec.name());
                            Optional<WorkloadFolder> there;
                            try {
                                there = WorkloadFolder.read(path);
                            } catch (WorkloadFolder.ForeignFolder foreign) {
                                return taken(spec, "a folder that Joch did not make");
                            }
                            return there.isPresent()
                                    ? found(there.get(), spec, text)
                                    : fresh(path, spec, text);
                        }));
    }

    private Placed found(WorkloadFolder there, WorkloadSpec spec, String text) throws IOException {
        if (there.isDeleted()) {
            return taken(spec, "one that is ending");
        }
        if (!there.text().equals(text)) {
            return taken(spec, "one with another specification");
        }
        for (int ordinal = 0; ordinal < there.replicas(); ordinal++) {
            ensure(there, ordinal, false);
        }
        return new Placed.Found(handle(there.spec()));
    }

    private Placed fresh(Path path, WorkloadSpec spec, String text) throws IOException {
        Path blank = state.blank();
        WorkloadFolder.lay(blank, text, 1);
        state.appear(blank, path);
        WorkloadFolder workload =
                WorkloadFolder.read(path).orElseThrow(() -> new IOException(path + " is gone"));
        ensure(workload, 0, false);
        return new Placed.New(handle(spec));
    }

    private static Placed taken(WorkloadSpec spec, String by) {
        return new Placed.Refused(new RuntimeProblem.NameTaken(NAME, spec.name(), by));
    }

    private Handle handle(WorkloadSpec spec) {
        return new Handle(spec.name(), unheld(spec.limits()));
    }

    private Set<Limit> unheld(Limits limits) {
        Set<Limit> unheld = EnumSet.noneOf(Limit.class);
        unheld.addAll(Limit.askedBy(limits));
        groups.ifPresent(all -> unheld.removeAll(all.held()));
        // an ulimit holds it
        unheld.remove(Limit.MEMORY);
        return unheld;
    }

    private Optional<RuntimeProblem> refusal(WorkloadSpec spec) {
        String path = spec.environment().getOrDefault("PATH", config.path());
        if (Supervisor.find(spec.program().command(), path).isEmpty()) {
            String program =
                    spec.program().command().isEmpty()
                            ? "(no command)"
                            : spec.program().command().getFirst();
            return Optional.of(new RuntimeProblem.UnknownProgram(NAME, program));
        }
        Set<Limit> unheld = unheld(spec.limits());
        return spec.limits().mandatory() && !unheld.isEmpty()
                ? Optional.of(new RuntimeProblem.LimitsNotPossible(NAME, unheld))
                : Optional.empty();
    }

    /** Makes that instance run, unless it has ended and is not to be replaced. */
    private void ensure(WorkloadFolder workload, int ordinal, boolean replace) throws IOException {
        InstanceFolder folder = workload.instance(ordinal);
        if (folder.path().toFile().isDirectory()) {
            State now = folder.state();
            if (now instanceof State.Running || (now instanceof State.Ended && !replace)) {
                return;
            }
            if (now instanceof State.Ended) {
                endings.begin(workload, folder, clock.instant());
                endings.sweep(workload);
            }
        }
        if (!folder.path().toFile().isDirectory()) {
            Path blank = state.blank();
            InstanceFolder.lay(blank, ids.nextText());
            state.appear(blank, folder.path());
        }
        start(workload, folder);
    }

    private void start(WorkloadFolder workload, InstanceFolder folder) throws IOException {
        Limits limits = workload.spec().limits();
        Optional<Path> group =
                groups.isPresent()
                        ? Optional.of(groups.get().make(folder.id(), limits))
                        : Optional.empty();
        boolean byGroup = groups.isPresent() && groups.get().held().contains(Limit.MEMORY);
        Process process =
                supervisor.start(
                        folder,
                        workload.spec(),
                        group,
                        byGroup ? 0 : Math.ceilDiv(limits.memoryBytes(), KIB));
        String name = workload.spec().name();
        Thread.ofVirtual()
                .name("local-runtime-" + name)
                .start(() -> {
                    try {
                        process.waitFor();
                        tell(name);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                });
    }

    @Override
    public Placed scale(String name, int replicas, Duration grace) {
        if (replicas < 0) {
            throw new IllegalArgumentException("a pool has 0 or more workers");
        }
        return calling(() ->
                state.alone(
                        name,
                        () -> {
                            WorkloadFolder pool =
                                    wanted(name)
                                            .filter(each -> each.kind() == WorkloadKind.POOL)
                                            .orElseThrow(() -> unknown(name));
                            return scale(pool, replicas, grace);
                        }));
    }

    private Placed scale(WorkloadFolder pool, int replicas, Duration grace) throws IOException {
        pool.replicas(replicas);
        for (int ordinal : pool.ordinals()) {
            if (ordinal >= replicas) {
                endings.begin(pool, pool.instance(ordinal), clock.instant().plus(grace));
                endings.ring();
            }
        }
        Optional<RuntimeProblem> refusal = refusal(pool.spec());
        if (refusal.isPresent() && replicas > 0) {
            return new Placed.Refused(refusal.get());
        }
        for (int ordinal = 0; ordinal < replicas; ordinal++) {
            ensure(pool, ordinal, true);
        }
        return new Placed.Found(handle(pool.spec()));
    }

    private Optional<WorkloadFolder> wanted(String name) throws IOException {
        return read(name).filter(workload -> !workload.isDeleted());
    }

    private Optional<WorkloadFolder> read(String name) throws IOException {
        WorkloadSpec.checkName(name);
        try {
            return WorkloadFolder.read(state.workload(name));
        } catch (WorkloadFolder.ForeignFolder foreign) {
            return Optional.empty();
        }
    }

    private static ProblemException unknown(String name) {
        return new ProblemException(new RuntimeProblem.WorkloadUnknown(NAME, name));
    }

    @Override
    public Optional<WorkloadStatus> status(String name) {
        return calling(() ->
                state.alone(
                        name,
                        () -> {
                            Optional<WorkloadFolder> workload = read(name);
                            if (workload.isEmpty()) {
                                return Optional.empty();
                            }
                            clear(workload.get());
                            return Optional.of(workload.get().status());
                        }));
    }

    /**
     * What a program left behind that hides from its group keeps its instance from having ended.
     */
    private void clear(WorkloadFolder workload) throws IOException {
        for (int ordinal : workload.ordinals()) {
            InstanceFolder instance = workload.instance(ordinal);
            if (instance.isClosing() && instance.state() instanceof State.Running) {
                Signals.kill(instance.programs());
            }
        }
    }

    @Override
    public List<WorkloadStatus> list() {
        List<WorkloadStatus> all = new ArrayList<>();
        for (String name : calling(state::workloads)) {
            status(name).ifPresent(all::add);
        }
        return all;
    }

    @Override
    public LogStream logs(String name, int ordinal, LogRequest request) {
        return calling(() -> state.alone(name, () -> openLog(name, ordinal, request)));
    }

    private LogStream openLog(String name, int ordinal, LogRequest request) throws IOException {
        InstanceFolder folder =
                wanted(name)
                        .map(workload -> workload.instance(ordinal))
                        .filter(each -> each.path().toFile().isDirectory())
                        .orElseThrow(() -> unknown(name + "/" + ordinal));
        return new FileLog(folder, request);
    }

    @Override
    public boolean delete(String name, Duration grace) {
        return calling(() ->
                state.alone(
                        name,
                        () -> {
                            Optional<WorkloadFolder> there = read(name);
                            if (there.isEmpty()) {
                                return true;
                            }
                            WorkloadFolder workload = there.get();
                            workload.delete(clock.instant().plus(grace));
                            endings.ring();
                            return endings.sweep(workload);
                        }));
    }

    @Override
    public Watch watch(Consumer<String> changed) {
        watchers.add(changed);
        return () -> watchers.remove(changed);
    }

    private void tell(String name) {
        watchers.forEach(watcher -> watcher.accept(name));
    }

    @Override
    public void close() {
        endings.close();
        watchers.clear();
    }

    private static <T> T calling(StateFolder.Work<T> work) {
        try {
            return work.get();
        } catch (IOException e) {
            throw new ProblemException(
                    new RuntimeProblem.RuntimeAway(NAME, "its folder or its shell fails"), e);
        }
    }
}
