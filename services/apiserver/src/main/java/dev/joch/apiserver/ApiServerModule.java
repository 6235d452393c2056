package dev.joch.apiserver;

import dev.joch.apiserver.access.AccessDirectory;
import dev.joch.apiserver.access.AccessGate;
import dev.joch.apiserver.access.AuthConfig;
import dev.joch.apiserver.access.AuthenticationInterceptor;
import dev.joch.apiserver.access.Authenticator;
import dev.joch.apiserver.access.RefusedCalls;
import dev.joch.apiserver.agbom.AgBomUseCases;
import dev.joch.apiserver.audit.AuditEndpoint;
import dev.joch.apiserver.audit.AuditLog;
import dev.joch.apiserver.audit.RefusalRecords;
import dev.joch.apiserver.audit.ServerEndpoint;
import dev.joch.apiserver.execution.ExecutionUseCases;
import dev.joch.apiserver.grpc.AgBomEndpoint;
import dev.joch.apiserver.grpc.ExecutionEndpoint;
import dev.joch.apiserver.grpc.GrpcServer;
import dev.joch.apiserver.grpc.PolicyEndpoint;
import dev.joch.apiserver.grpc.ResourceEndpoint;
import dev.joch.apiserver.http.HttpLimits;
import dev.joch.apiserver.http.HttpServer;
import dev.joch.apiserver.peer.Peer;
import dev.joch.apiserver.policy.PolicyUseCases;
import dev.joch.apiserver.resource.FindResource;
import dev.joch.apiserver.resource.OpenWatches;
import dev.joch.apiserver.resource.ResourceUseCases;
import dev.joch.apiserver.resource.WatchResources;
import dev.joch.apiserver.rest.OpenPages;
import dev.joch.apiserver.webhook.WebhookKeys;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.mesh.MeshConfig;
import dev.joch.service.telemetry.Telemetry;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Wiring of the edge. */
@Factory
@Requires(property = "joch-runs.apiserver")
final class ApiServerModule {

    private static final String STORE = "resource-store";
    private static final String ADMISSION = "admission";
    private static final String COMPILER = "compiler";
    private static final String AGBOM = "agbom";
    private static final String ENGINE = "policy-engine";
    private static final String SCHEDULER = "scheduler";
    private static final String TRACE = "trace";

    private record Keys(Environment environment) {
        String text(String key) {
            return environment.getProperty("joch.apiserver." + key, String.class).orElse("");
        }

        int number(String key) {
            return environment.getRequiredProperty("joch.apiserver." + key, Integer.class);
        }

        Duration seconds(String key) {
            return Duration.ofSeconds(number(key));
        }

        @Nullable File file(String key) {
            String path = text(key);
            return path.isBlank() ? null : new File(path);
        }
    }

    @Singleton
    ApiServerConfig config(Environment environment) {
        Keys keys = new Keys(environment);
        return new ApiServerConfig(
                keys.text("host"),
                keys.number("port"),
                keys.number("grpc-port"),
                keys.file("tls.cert-file"),
                keys.file("tls.key-file"),
                Boolean.parseBoolean(keys.text("reflection")),
                keys.number("limits.calls"),
                keys.seconds("limits.call-seconds"),
                new HttpLimits(
                        8 * 1024,
                        32 * 1024,
                        keys.number("limits.body-bytes"),
                        keys.number("limits.all-bodies-bytes"),
                        keys.number("limits.connections"),
                        keys.seconds("limits.request-seconds"),
                        keys.seconds("limits.idle-seconds")),
                keys.number("limits.watches"),
                new WatchResources.Patience(
                        keys.seconds("limits.slow-client-seconds"),
                        keys.seconds("limits.store-away-seconds")),
                keys.text("metrics").isBlank()
                        ? !environment.getRequiredProperty("joch.mesh.split", Boolean.class)
                        : Boolean.parseBoolean(keys.text("metrics")));
    }

    @Singleton
    OpenWatches watches(ApiServerConfig config) {
        return new OpenWatches(config.watches(), ApiServerConfig.RECHECK_RIGHTS);
    }

    @Singleton
    ResourceUseCases useCases(
            ApiServerConfig config,
            MeshConfig mesh,
            MeshChannels channels,
            AccessGate gate,
            AuditLog audit,
            OpenWatches watches,
            InstantSource clock) {
        return ResourceUseCases.over(
                channels.to(STORE),
                channels.to(ADMISSION),
                Peer.of(COMPILER, mesh, channels),
                gate,
                audit,
                watches,
                config.patience(),
                clock);
    }

    @Singleton
    AgBomUseCases agbom(MeshConfig mesh, MeshChannels channels, AccessGate gate, AuditLog audit) {
        return AgBomUseCases.over(Peer.of(AGBOM, mesh, channels), gate, audit);
    }

    @Singleton
    PolicyUseCases policy(MeshConfig mesh, MeshChannels channels, AccessGate gate, AuditLog audit) {
        return PolicyUseCases.over(
                Peer.of(ENGINE, mesh, channels), new FindResource(channels.to(STORE)), gate, audit);
    }

    @Singleton
    ExecutionUseCases executions(
            MeshConfig mesh,
            MeshChannels channels,
            ResourceUseCases resources,
            AccessGate gate,
            AuditLog audit,
            AuthConfig auth,
            InstantSource clock) {
        return ExecutionUseCases.over(
                new ExecutionUseCases.Peers(
                        Peer.of(SCHEDULER, mesh, channels), Peer.of(TRACE, mesh, channels)),
                resources.create(),
                new FindResource(channels.to(STORE)),
                gate,
                audit,
                ApiServerConfig.RECHECK_RIGHTS,
                new ExecutionUseCases.Webhooks(
                        new WebhookKeys(System::getenv), auth.defaultTenant()),
                clock);
    }

    @Singleton
    Readiness readiness(
            MeshConfig mesh,
            MeshChannels channels,
            AccessDirectory directory,
            Environment environment) {
        List<String> peers = new ArrayList<>(List.of(STORE, ADMISSION));
        for (String peer : List.of(COMPILER, AGBOM, ENGINE, SCHEDULER, TRACE)) {
            boolean part =
                    mesh.split()
                            ? mesh.peers().containsKey(peer)
                            : environment.containsProperty("joch-runs." + peer);
            if (part) {
                peers.add(peer);
            }
        }
        return new Readiness(channels, peers, directory::ready);
    }

    @Singleton
    RefusalRecords refusalRecords(AuditLog log, AuthConfig auth) {
        return new RefusalRecords(log, auth.defaultTenant());
    }

    @Singleton
    PublicCalls publicCalls(
            ApiServerConfig config,
            AuthenticationInterceptor authentication,
            RefusalRecords records,
            ResourceUseCases cases,
            AgBomUseCases agbom,
            PolicyUseCases policy,
            ExecutionUseCases executions,
            AuditEndpoint audit,
            ServerEndpoint server,
            Telemetry telemetry) {
        return new PublicCalls(
                List.of(
                        new ResourceEndpoint(cases),
                        new AgBomEndpoint(agbom),
                        new PolicyEndpoint(policy),
                        new ExecutionEndpoint(executions),
                        audit,
                        server),
                authentication,
                records,
                config,
                telemetry.edge());
    }

    /** The pages beside the API. */
    @Singleton
    OpenPages openPages(ApiServerConfig config, Readiness readiness, Telemetry telemetry) {
        return new OpenPages(
                readiness::checks,
                config.metrics() ? Optional.of(telemetry.page()) : Optional.empty());
    }

    @Singleton
    GrpcServer grpcServer(ApiServerConfig config, PublicCalls calls) {
        return Faces.grpc(config, calls);
    }

    @Singleton
    HttpServer httpServer(
            ApiServerConfig config,
            PublicCalls calls,
            OpenPages pages,
            AuthenticationInterceptor authentication,
            Authenticator authenticator,
            RefusedCalls refusals) {
        return Faces.http(config, calls, pages, authentication, authenticator, refusals);
    }
}
