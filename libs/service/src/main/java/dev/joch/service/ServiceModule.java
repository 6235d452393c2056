package dev.joch.service;

import dev.joch.service.database.DatabaseConfig;
import dev.joch.service.id.Ids;
import dev.joch.service.identity.IdentityConfig;
import dev.joch.service.identity.KeyMeshGuard;
import dev.joch.service.identity.RunKeys;
import dev.joch.service.identity.RunTokenCheck;
import dev.joch.service.identity.RunTokens;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.mesh.MeshConfig;
import dev.joch.service.mesh.MeshEndpoint;
import dev.joch.service.mesh.MeshGuard;
import dev.joch.service.mesh.MeshServer;
import dev.joch.service.mesh.OpenMeshGuard;
import dev.joch.service.telemetry.FlushRunSpans;
import dev.joch.service.telemetry.MetricsPort;
import dev.joch.service.telemetry.Telemetry;
import dev.joch.service.telemetry.TelemetryConfig;

import io.grpc.Channel;
import io.micronaut.context.BeanProvider;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.env.Environment;
import io.micronaut.core.naming.conventions.StringConvention;
import io.opentelemetry.api.OpenTelemetry;

import jakarta.inject.Singleton;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Wiring that every process needs. */
@Factory
final class ServiceModule {

    /** Unique within the JVM: tests run several processes side by side. */
    private final String name = "joch-mesh-" + Integer.toHexString(System.identityHashCode(this));

    @Singleton
    Ids ids(InstantSource clock) {
        return new Ids(clock);
    }

    /** The process is named after its service, or after the server that has them all. */
    @Singleton
    TelemetryConfig telemetryConfig(
            Environment environment,
            @Property(name = "joch.telemetry.service-name") String given,
            @Property(name = "joch.telemetry.otlp.endpoint") String endpoint,
            @Property(name = "joch.telemetry.otlp.headers") String headers,
            @Property(name = "joch.telemetry.traces.ratio") double ratio,
            @Property(name = "joch.telemetry.traces.queue") int queue,
            @Property(name = "joch.telemetry.traces.batch") int batch) {
        Set<String> runs = environment.getProperties("joch-runs", StringConvention.RAW).keySet();
        String own = runs.size() == 1 ? "joch-" + runs.iterator().next() : "joch-server";
        return new TelemetryConfig(
                        given.isEmpty() ? own : given,
                        endpoint,
                        TelemetryConfig.pairs(headers),
                        ratio,
                        queue,
                        batch)
                .completedFrom(System.getenv());
    }

    @Bean(preDestroy = "close")
    @Singleton
    Telemetry telemetry(
            TelemetryConfig config,
            Ids ids,
            MeshConfig mesh,
            Environment environment,
            BeanProvider<MeshChannels> channels,
            @Property(name = "joch.telemetry.runs.enabled") boolean runs) {
        boolean there =
                mesh.split()
                        ? mesh.peers().containsKey("trace")
                        : environment.containsProperty("joch-runs.trace");
        // the channels themselves are measured, so they come later
        Optional<Supplier<Channel>> trace =
                runs && there ? Optional.of(() -> channels.get().to("trace")) : Optional.empty();
        return Telemetry.of(config, ids.nextText(), System.getenv(), trace);
    }

    @Singleton
    FlushRunSpans flushRunSpans(Telemetry telemetry) {
        return new FlushRunSpans(telemetry);
    }

    @Singleton
    OpenTelemetry openTelemetry(Telemetry telemetry) {
        return telemetry.openTelemetry();
    }

    @Singleton
    MetricsPort metricsPort(
            Telemetry telemetry,
            @Property(name = "joch.telemetry.prometheus.host") String host,
            @Property(name = "joch.telemetry.prometheus.port") int port) {
        return new MetricsPort(host, port, telemetry.page());
    }

    @Singleton
    MeshConfig meshConfig(
            Environment environment,
            @Property(name = "joch.mesh.split") boolean split,
            @Property(name = "joch.mesh.host") String host,
            @Property(name = "joch.mesh.port") int port,
            @Property(name = "joch.mesh.max-message-bytes") int maxMessageBytes) {
        Map<String, String> peers = new HashMap<>();
        environment
                .getProperties("joch.mesh.peers", StringConvention.RAW)
                .forEach((peer, target) -> peers.put(peer, String.valueOf(target)));
        peers.putAll(MeshConfig.peersIn(System.getenv()));
        return new MeshConfig(split, host, port, peers, maxMessageBytes);
    }

    @Singleton
    DatabaseConfig databaseConfig(
            @Property(name = "joch.database.url") String url,
            @Property(name = "joch.database.user") String user,
            @Property(name = "joch.database.password") String password,
            @Property(name = "joch.database.pool-size") int poolSize,
            @Property(name = "joch.database.allow-unsafe") boolean allowUnsafe) {
        return new DatabaseConfig(url, user, password, poolSize, allowUnsafe);
    }

    @Singleton
    MeshGuard meshGuard(
            MeshConfig config,
            Ids ids,
            InstantSource clock,
            @Property(name = "joch.mesh.identity.name") String service,
            @Property(name = "joch.mesh.identity.key-file") String keyFile,
            @Property(name = "joch.mesh.identity.trust-folder") String trustFolder) {
        return config.split()
                ? new KeyMeshGuard(
                        new IdentityConfig(service, Path.of(keyFile), Path.of(trustFolder)),
                        ids,
                        clock)
                : new OpenMeshGuard();
    }

    @Singleton
    RunKeys runKeys(
            MeshConfig config,
            InstantSource clock,
            @Property(name = "joch.mesh.identity.name") String service,
            @Property(name = "joch.mesh.identity.key-file") String keyFile,
            @Property(name = "joch.mesh.identity.trust-folder") String trustFolder) {
        return config.split()
                ? RunKeys.inFiles(service, Path.of(keyFile), Path.of(trustFolder), clock)
                : RunKeys.ofThisProcess();
    }

    @Singleton
    RunTokens runTokens(RunKeys keys, Ids ids, InstantSource clock) {
        return new RunTokens(keys, ids, clock);
    }

    @Singleton
    RunTokenCheck runTokenCheck(RunKeys keys, InstantSource clock) {
        return new RunTokenCheck(keys, clock);
    }

    @Singleton
    MeshServer meshServer(
            MeshConfig config,
            List<MeshEndpoint> endpoints,
            MeshGuard guard,
            OpenTelemetry telemetry) {
        return new MeshServer(name, config, endpoints, guard, telemetry);
    }

    @Bean(preDestroy = "close")
    @Singleton
    MeshChannels meshChannels(MeshConfig config, MeshGuard guard, OpenTelemetry telemetry) {
        return new MeshChannels(name, config, guard, telemetry);
    }
}
