package dev.joch.worker;

import dev.joch.scheduler.v1.WorkerDescription;
import dev.joch.service.id.Ids;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.worker.launch.CodeFolder;
import dev.joch.worker.launch.Interpreters;
import dev.joch.worker.launch.Launchers;
import dev.joch.worker.lease.LeaseTimes;
import dev.joch.worker.lease.RunOne;
import dev.joch.worker.lease.Scheduler;
import dev.joch.worker.lease.WorkerLoop;
import dev.joch.worker.log.LogLimits;
import dev.joch.worker.log.TraceLog;
import dev.joch.worker.process.Cages;
import dev.joch.worker.process.Limits;
import dev.joch.worker.run.ArtifactLimits;
import dev.joch.worker.run.Artifacts;
import dev.joch.worker.run.RunSettings;
import dev.joch.worker.run.Runs;
import dev.joch.worker.run.Urls;

import io.grpc.Channel;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.opentelemetry.api.OpenTelemetry;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;

/** Wiring of the worker. */
@Factory
@Requires(property = "joch-runs.worker")
final class WorkerModule {

    private static final String SERVICE = "worker";

    @Singleton
    WorkerConfig workerConfig(
            @Property(name = "joch.worker.name") String name,
            @Property(name = "joch.worker.pool") String pool,
            @Property(name = "joch.worker.runtime") String runtime,
            @Property(name = "joch.worker.region") String region,
            @Property(name = "joch.worker.labels") String labels,
            @Property(name = "joch.worker.concurrency") int concurrency) {
        return new WorkerConfig(name, pool, runtime, region, labels, concurrency);
    }

    @Singleton
    LeaseTimes leaseTimes(
            @Property(name = "joch.worker.heartbeat") Duration heartbeat,
            @Property(name = "joch.worker.poll") Duration poll,
            @Property(name = "joch.worker.grace") Duration grace,
            @Property(name = "joch.worker.drain") Duration drain,
            @Property(name = "joch.worker.job-patience") Duration jobPatience) {
        return new LeaseTimes(heartbeat, poll, grace, drain, jobPatience);
    }

    @Singleton
    Limits programLimits(
            @Property(name = "joch.worker.limits.memory-bytes") long memory,
            @Property(name = "joch.worker.limits.processes") int processes,
            @Property(name = "joch.worker.limits.file-bytes") long file) {
        return new Limits(memory, processes, file);
    }

    @Singleton
    LogLimits logLimits(
            @Property(name = "joch.worker.log.most-bytes") long most,
            @Property(name = "joch.worker.log.memory-bytes") int memory,
            @Property(name = "joch.worker.log.spool-bytes") long spool,
            @Property(name = "joch.worker.log.delay") Duration delay,
            @Property(name = "joch.worker.log.linger") Duration linger) {
        return new LogLimits(most, memory, spool, delay, linger);
    }

    @Singleton
    ArtifactLimits artifactLimits(
            @Property(name = "joch.worker.artifacts.most-bytes") long bytes,
            @Property(name = "joch.worker.artifacts.keep") Duration keep) {
        return new ArtifactLimits(bytes, keep);
    }

    @Singleton
    RunSettings runSettings(
            LogLimits log,
            ArtifactLimits artifacts,
            @Property(name = "joch.worker.limits.output-bytes") int output,
            @Property(name = "joch.worker.log.flood") String flood,
            @Property(name = "joch.worker.start-patience") Duration patience) {
        if (!flood.equals("truncate") && !flood.equals("fail")) {
            throw new IllegalArgumentException("joch.worker.log.flood is truncate or fail");
        }
        return new RunSettings(output, artifacts, log, flood.equals("fail"), patience);
    }

    @Singleton
    Urls agentUrls(
            @Property(name = "joch.worker.urls.server") String server,
            @Property(name = "joch.worker.urls.gateway") String gateway,
            @Property(name = "joch.worker.urls.router") String router,
            @Property(name = "joch.worker.urls.trace") String trace) {
        return new Urls(server, gateway, router, trace).completedFrom(System.getenv());
    }

    @Singleton
    CodeFolder codeFolder(@Property(name = "joch.worker.code") String code) {
        return CodeFolder.of(code);
    }

    @Singleton
    Interpreters interpreters(
            @Property(name = "joch.worker.python") String python,
            @Property(name = "joch.worker.node") String node) {
        return new Interpreters(python, node);
    }

    @Bean(preDestroy = "close")
    @Singleton
    WorkerPlaces workerPlaces(
            Ids ids,
            @Property(name = "joch.worker.scratch") String scratch,
            @Property(name = "joch.worker.control-groups") boolean useGroups) {
        return WorkerPlaces.take(scratchFolder(scratch), ids.nextText(), useGroups);
    }

    private static Path scratchFolder(String given) {
        return given.isEmpty()
                ? Path.of(
                        System.getProperty("java.io.tmpdir"),
                        "joch-worker-" + System.getProperty("user.name"))
                : Path.of(given).toAbsolutePath();
    }

    @Bean(preDestroy = "close")
    @Singleton
    Cages cages(WorkerPlaces places, Limits limits) {
        return new Cages(places.groups(), limits);
    }

    @Singleton
    Artifacts artifacts(
            ArtifactLimits limits,
            @Property(name = "joch.worker.artifacts.folder") String folder,
            @Property(name = "joch.worker.scratch") String scratch) {
        return new Artifacts(
                folder.isEmpty() ? scratchFolder(scratch).resolve("artifacts") : Path.of(folder),
                limits);
    }

    @Bean(preDestroy = "close")
    @Singleton
    DropArtifacts dropArtifacts(Artifacts artifacts, ArtifactLimits limits, InstantSource clock) {
        return new DropArtifacts(artifacts, limits.keep(), clock);
    }

    @Singleton
    Launchers launchers(CodeFolder code, WorkerPlaces places, Interpreters commands) {
        return Launchers.of(code, places.adapters(), commands);
    }

    @Singleton
    WorkerDescription workerDescription(WorkerConfig config, Launchers launchers, Ids ids) {
        return config.description(
                "worker-" + ProcessHandle.current().pid() + "-" + ids.nextText(),
                launchers.frameworks(),
                System.getenv());
    }

    @Singleton
    Scheduler scheduler(MeshChannels channels, WorkerDescription description) {
        return new Scheduler(channels.to("scheduler"), description);
    }

    @Singleton
    Runs.Machine machine(
            Launchers launchers,
            Cages cages,
            CodeFolder code,
            WorkerPlaces places,
            Artifacts artifacts) {
        return new Runs.Machine(launchers, cages, code, places.folder().runs(), artifacts);
    }

    @Singleton
    RunOne runOne(
            RunSettings settings,
            LeaseTimes times,
            Urls urls,
            Runs.Machine machine,
            Scheduler scheduler,
            MeshChannels channels,
            OpenTelemetry telemetry,
            InstantSource clock) {
        Channel trace = channels.to("trace");
        return new Runs(settings, times.grace(), urls, System.getenv())
                .on(machine, scheduler, lease -> new TraceLog(trace, lease), telemetry, clock);
    }

    @Singleton
    @Named(SERVICE)
    WorkerLoop workerLoop(Scheduler scheduler, RunOne one, WorkerConfig config, LeaseTimes times) {
        return new WorkerLoop(
                scheduler,
                one,
                config.concurrency(),
                times,
                JobRun.of(System.getenv()),
                System::exit);
    }
}
