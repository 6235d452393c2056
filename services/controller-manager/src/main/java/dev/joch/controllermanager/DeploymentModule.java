package dev.joch.controllermanager;

import dev.joch.controllermanager.job.JobRuns;
import dev.joch.controllermanager.rollout.DeploymentController;
import dev.joch.controllermanager.rollout.RolloutSettings;
import dev.joch.controllermanager.rollout.Runtimes;
import dev.joch.controllermanager.rollout.SchedulerWorkers;
import dev.joch.controllermanager.rollout.WorkerStart;
import dev.joch.runtime.RuntimeAdapter;
import dev.joch.runtime.docker.DockerConfig;
import dev.joch.runtime.docker.DockerRuntime;
import dev.joch.runtime.local.LocalConfig;
import dev.joch.runtime.local.LocalRuntime;
import dev.joch.service.id.Ids;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.telemetry.TelemetryConfig;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Wiring of deployments, of runs in job mode, and of the runtimes that their workers run on. */
@Factory
@Requires(property = "joch-runs.controller-manager")
final class DeploymentModule {

    private static final String KEYS = "joch.controller-manager.deployments.";

    @Singleton
    LocalConfig localRuntime(
            @Property(name = KEYS + "local.state") String state,
            @Property(name = KEYS + "local.path") String path,
            @Property(name = KEYS + "local.cgroup") String cgroup,
            @Property(name = KEYS + "installation") String installation,
            @Property(name = KEYS + "log-bytes") long logBytes) {
        return new LocalConfig(
                state.isEmpty()
                        ? Path.of(System.getProperty("java.io.tmpdir"), "joch-workers")
                        : Path.of(state),
                installation,
                path,
                logBytes,
                cgroup.isEmpty() ? Optional.empty() : Optional.of(Path.of(cgroup)));
    }

    @Singleton
    DockerConfig dockerRuntime(
            @Property(name = KEYS + "docker.host") String host,
            @Property(name = KEYS + "docker.network") String network,
            @Property(name = KEYS + "docker.binds") String binds,
            @Property(name = KEYS + "docker.user") String user,
            @Property(name = KEYS + "docker.processes") int processes,
            @Property(name = KEYS + "installation") String installation,
            @Property(name = KEYS + "log-bytes") long logBytes) {
        return new DockerConfig(
                host, installation, network, words(binds, ","), user, logBytes, processes);
    }

    @Named("local")
    @Singleton
    WorkerStart localWorkers(
            @Property(name = KEYS + "environment") String everywhere,
            @Property(name = KEYS + "local.command") String command,
            @Property(name = KEYS + "local.environment") String environment) {
        return start(everywhere, command, environment);
    }

    @Named("docker")
    @Singleton
    WorkerStart dockerWorkers(
            @Property(name = KEYS + "environment") String everywhere,
            @Property(name = KEYS + "docker.command") String command,
            @Property(name = KEYS + "docker.environment") String environment) {
        return start(everywhere, command, environment);
    }

    private static WorkerStart start(String everywhere, String command, String environment) {
        Map<String, String> all = new TreeMap<>(TelemetryConfig.pairs(everywhere));
        all.putAll(TelemetryConfig.pairs(environment));
        return new WorkerStart(words(command, " "), all);
    }

    @Bean(preDestroy = "close")
    @Singleton
    Runtimes runtimes(
            @Property(name = KEYS + "runtimes") String runtimes,
            LocalConfig local,
            DockerConfig docker,
            Ids ids,
            InstantSource clock) {
        List<RuntimeAdapter> adapters = new ArrayList<>();
        for (String name : words(runtimes, ",")) {
            adapters.add(
                    switch (name) {
                        case "local" -> LocalRuntime.open(local, ids, clock);
                        case "docker" -> new DockerRuntime(docker, ids, clock);
                        default ->
                                throw new IllegalArgumentException(
                                        KEYS
                                                + "runtimes names "
                                                + name
                                                + "; there are local and docker");
                    });
        }
        return new Runtimes(adapters);
    }

    @Singleton
    RolloutSettings rolloutSettings(
            @Property(name = KEYS + "runtimes") String runtimes,
            @Property(name = KEYS + "runtime") String runtime,
            @Property(name = KEYS + "image") String image,
            @Property(name = KEYS + "pool") String pool,
            @Named("local") WorkerStart local,
            @Named("docker") WorkerStart docker,
            @Property(name = KEYS + "grace") Duration grace,
            @Property(name = KEYS + "replace-after") Duration replaceAfter) {
        List<String> all = words(runtimes, ",");
        return new RolloutSettings(
                runtime.isEmpty() && all.size() == 1 ? all.getFirst() : runtime,
                image,
                pool,
                Map.of("local", local, "docker", docker),
                grace,
                replaceAfter);
    }

    @Singleton
    DeploymentController deploymentController(
            Runtimes runtimes, RolloutSettings settings, MeshChannels channels) {
        return new DeploymentController(
                runtimes, new SchedulerWorkers(() -> channels.to("scheduler")), settings);
    }

    @Singleton
    JobRuns jobRuns(Runtimes runtimes, RolloutSettings settings) {
        return new JobRuns(runtimes, settings);
    }

    private static List<String> words(String text, String separator) {
        return Arrays.stream(text.split(separator, -1))
                .map(String::strip)
                .filter(word -> !word.isEmpty())
                .toList();
    }
}
