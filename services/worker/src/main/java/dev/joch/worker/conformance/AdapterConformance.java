package dev.joch.worker.conformance;

import dev.joch.resource.v1alpha1.ManifestFramework;
import dev.joch.scheduler.v1.RunPhase;
import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.worker.conformance.Step.Seen;
import dev.joch.worker.launch.AdapterFiles;
import dev.joch.worker.launch.CodeFolder;
import dev.joch.worker.launch.Interpreters;
import dev.joch.worker.launch.Launchers;
import dev.joch.worker.lease.HeldRun;
import dev.joch.worker.lease.RunOne;
import dev.joch.worker.lease.Scheduler;
import dev.joch.worker.lease.StopCause;
import dev.joch.worker.log.LogLimits;
import dev.joch.worker.process.Cages;
import dev.joch.worker.process.ControlGroups;
import dev.joch.worker.process.Folders;
import dev.joch.worker.process.Limits;
import dev.joch.worker.process.WorkerFolder;
import dev.joch.worker.run.ArtifactLimits;
import dev.joch.worker.run.Artifacts;
import dev.joch.worker.run.RunSettings;
import dev.joch.worker.run.Runs;
import dev.joch.worker.run.Urls;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import io.opentelemetry.api.OpenTelemetry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/** Runs the agent of an adapter through everything that it must be able to do. */
public final class AdapterConformance {

    private static final String STOPS = "it ends when it is asked to";

    private static final Map<String, ManifestFramework> AGENTS =
            Map.of(
                    "custom-java", agent("custom-java", "joch-adapters/java/Conformance.java"),
                    "custom-python", agent("custom-python", "joch-adapters/python/conformance.py"),
                    "custom-javascript", javascript("custom-javascript"),
                    "custom-typescript", javascript("custom-typescript"));

    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final Duration START = Duration.ofSeconds(30);
    private static final long MIB = 1024 * 1024;

    private final Path scratch;
    private final Interpreters commands;

    /**
     * @param scratch folder that may be written
     */
    public AdapterConformance(Path scratch, Interpreters commands) {
        this.scratch = scratch;
        this.commands = commands;
    }

    private static ManifestFramework agent(String framework, String entrypoint) {
        return ManifestFramework.newBuilder()
                .setAdapter(framework)
                .setFramework(framework)
                .setEntrypoint(entrypoint)
                .build();
    }

    private static ManifestFramework javascript(String framework) {
        return agent(framework, "joch-adapters/javascript/conformance.mjs");
    }

    /** Words of the frameworks that can be verified. */
    public static List<String> frameworks() {
        return AGENTS.keySet().stream().sorted().toList();
    }

    /** Looks at everything; all lines passed is a pass. */
    public List<Line> verify(String framework) throws IOException, InterruptedException {
        ManifestFramework agent = AGENTS.get(framework);
        if (agent == null) {
            throw new IllegalArgumentException(
                    framework
                            + " has no conformance suite; these have: "
                            + String.join(", ", frameworks()));
        }
        String name = "verify-" + ProcessHandle.current().pid() + "-" + System.nanoTime();
        Path own = Files.createDirectory(scratch.resolve(name));
        OneRunScheduler scheduler = new OneRunScheduler(agent);
        Server server = InProcessServerBuilder.forName(name).addService(scheduler).build().start();
        ManagedChannel channel = InProcessChannelBuilder.forName(name).build();
        try (WorkerFolder folder = WorkerFolder.take(own, name);
                ControlGroups groups = ControlGroups.find("joch-" + name);
                Cages cages = new Cages(groups, new Limits(1024 * MIB, 512, 0));
                Gateways gateways = Gateways.start()) {
            AdapterFiles files = AdapterFiles.layOut(folder.path());
            CodeFolder code = CodeFolder.of(files.folder().toString());
            Runs.Machine machine =
                    new Runs.Machine(
                            Launchers.of(code, files, commands),
                            cages,
                            code,
                            folder.runs(),
                            new Artifacts(folder.path().resolve("kept"), artifacts()));
            return lines(new Bench(machine, channel, scheduler, gateways));
        } finally {
            channel.shutdownNow();
            server.shutdownNow();
            Folders.delete(own);
        }
    }

    private static ArtifactLimits artifacts() {
        return new ArtifactLimits(MIB, Duration.ZERO);
    }

    private static List<Line> lines(Bench bench) throws InterruptedException {
        List<Line> lines = new ArrayList<>();
        for (Step step : Step.all()) {
            bench.gateways().forget();
            Seen seen = bench.run(step.step(), step.alone());
            String otherwise = step.check().apply(seen);
            lines.add(
                    otherwise.isEmpty()
                            ? Line.passed(step.name())
                            : Line.failed(step.name(), otherwise));
        }
        lines.add(bench.stops());
        return lines;
    }

    /** What the runs of one suite have in common. */
    private record Bench(
            Runs.Machine machine,
            ManagedChannel channel,
            OneRunScheduler scheduler,
            Gateways gateways) {

        private RunOne runner(boolean alone, KeptLog log) {
            String url = alone ? "" : gateways.url();
            RunSettings settings =
                    new RunSettings(
                            256 * 1024,
                            artifacts(),
                            new LogLimits(
                                    MIB,
                                    256 * 1024,
                                    MIB,
                                    Duration.ofMillis(10),
                                    Duration.ofSeconds(5)),
                            false,
                            START);
            return new Runs(settings, GRACE, new Urls(url, url, url, url), System.getenv())
                    .on(
                            machine,
                            new Scheduler(channel, WorkerDescription.getDefaultInstance()),
                            lease -> log,
                            OpenTelemetry.noop(),
                            InstantSource.system());
        }

        Seen run(String step, boolean alone) throws InterruptedException {
            KeptLog log = new KeptLog();
            HeldRun held = new HeldRun(scheduler.next(step), System.nanoTime());
            runner(alone, log).run(held);
            return new Seen(scheduler.execution(), scheduler.ended(), gateways, log.text());
        }

        /** The program is asked to end while it waits, and may not need to be killed. */
        Line stops() throws InterruptedException {
            KeptLog log = new KeptLog();
            HeldRun held = new HeldRun(scheduler.next("wait"), System.nanoTime());
            Thread asker =
                    Thread.ofVirtual()
                            .start(() -> {
                                long end = System.nanoTime() + START.toNanos();
                                while (!log.text().contains("waiting")
                                        && !Thread.currentThread().isInterrupted()
                                        && System.nanoTime() < end) {
                                    LockSupport.parkNanos(Duration.ofMillis(5).toNanos());
                                }
                                held.stop(StopCause.CANCELLED);
                            });
            runner(false, log).run(held);
            asker.interrupt();
            asker.join();
            int status = scheduler.ended().getReport().getExitStatus();
            boolean killed = status == 128 + 9;
            return scheduler.ended().getOutcome() == RunPhase.RUN_PHASE_CANCELLED && !killed
                    ? Line.passed(STOPS)
                    : Line.failed(
                            STOPS, killed ? "it had to be killed" : scheduler.ended().toString());
        }
    }
}
