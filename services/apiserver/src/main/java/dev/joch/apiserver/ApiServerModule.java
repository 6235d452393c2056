package dev.joch.apiserver;

import dev.joch.apiserver.access.AccessDirectory;
import dev.joch.apiserver.access.AccessGate;
import dev.joch.apiserver.access.AuthConfig;
import dev.joch.apiserver.access.AuthenticationInterceptor;
import dev.joch.apiserver.access.Authenticator;
import dev.joch.apiserver.access.RefusedCalls;
import dev.joch.apiserver.audit.AuditEndpoint;
import dev.joch.apiserver.audit.AuditLog;
import dev.joch.apiserver.audit.RefusalRecords;
import dev.joch.apiserver.audit.ServerEndpoint;
import dev.joch.apiserver.grpc.GrpcServer;
import dev.joch.apiserver.grpc.ResourceEndpoint;
import dev.joch.apiserver.http.HttpLimits;
import dev.joch.apiserver.http.HttpServer;
import dev.joch.apiserver.resource.OpenWatches;
import dev.joch.apiserver.resource.ResourceUseCases;
import dev.joch.apiserver.resource.WatchResources;
import dev.joch.apiserver.rest.OpenPages;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.telemetry.Telemetry;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Wiring of the edge. */
@Factory
@Requires(property = "joch-runs.apiserver")
final class ApiServerModule {

    private static final String STORE = "resource-store";
    private static final String ADMISSION = "admission";

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
            MeshChannels channels,
            AccessGate gate,
            AuditLog audit,
            OpenWatches watches) {
        return ResourceUseCases.over(
                channels.to(STORE),
                channels.to(ADMISSION),
                gate,
                audit,
                watches,
                config.patience());
    }

    @Singleton
    Readiness readiness(MeshChannels channels, AccessDirectory directory) {
        return new Readiness(channels, List.of(STORE, ADMISSION), directory::ready);
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
            AuditEndpoint audit,
            ServerEndpoint server,
            Telemetry telemetry) {
        return new PublicCalls(
                List.of(new ResourceEndpoint(cases), audit, server),
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
