package dev.joch.apiserver.audit;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.api.v1.GetVersionResponse;
import dev.joch.apiserver.access.AccessGate;
import dev.joch.apiserver.access.AuthConfig;
import dev.joch.apiserver.access.RefusedCalls;
import dev.joch.common.v1.Caller;
import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.service.mesh.MeshConfig;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.env.Environment;

import jakarta.inject.Provider;
import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Wiring of the audit log. */
@Factory
@Requires(property = "joch-runs.apiserver")
final class AuditModule {

    private static final Logger LOG = LoggerFactory.getLogger(AuditModule.class);

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final String APP_ROLE = "joch_apiserver_app";

    @Singleton
    AuditStore store(
            Provider<DatabaseConfig> database,
            @Property(name = "joch.apiserver.audit.store") String store) {
        return switch (store) {
            case "memory" -> new MemoryAuditStore();
            case "postgres" -> {
                Database opened = Database.open(database.get(), "apiserver");
                HikariDataSource app = opened.as(APP_ROLE);
                yield new PostgresAuditStore(
                        app,
                        opened.owner(),
                        () -> {
                            app.close();
                            opened.close();
                        });
            }
            default ->
                    throw new IllegalArgumentException(
                            "joch.apiserver.audit.store is postgres or memory, not " + store);
        };
    }

    @Singleton
    HeadCheckpoints checkpoints(
            AuditStore store,
            @Property(name = "joch.apiserver.audit.checkpoint-file") String file,
            @Property(name = "joch.apiserver.audit.checkpoint-key-file") String keyFile,
            @Property(name = "joch.apiserver.audit.checkpoint-seconds") int seconds) {
        if (seconds < 1 || seconds > 60) {
            throw new IllegalArgumentException(
                    "joch.apiserver.audit.checkpoint-seconds must be between 1 and 60");
        }
        if (file.isBlank()) {
            LOG.warn(
                    "joch.apiserver.audit.checkpoint-file is not set: a cut tail of the audit log"
                            + " shows only until this process ends");
        }
        CheckpointFile kept = new CheckpointFile(path(file), HeadSignatures.with(path(keyFile)));
        return new HeadCheckpoints(store, kept, Duration.ofSeconds(seconds));
    }

    @Singleton
    RecordedAudit audit(AuditStore store, HeadCheckpoints checkpoints, InstantSource clock) {
        return new RecordedAudit(store, checkpoints, clock, PATIENCE);
    }

    @Singleton
    AuditRetention retention(
            AuditStore store,
            HeadCheckpoints checkpoints,
            InstantSource clock,
            @Property(name = "joch.apiserver.audit.retention-days") int days) {
        if (days < 0) {
            throw new IllegalArgumentException(
                    "joch.apiserver.audit.retention-days must be 0 (keep everything) or more");
        }
        return new AuditRetention(store, checkpoints.signatures(), Duration.ofDays(days), clock);
    }

    @Singleton
    AuditEndpoint auditEndpoint(
            AuditStore store, HeadCheckpoints checkpoints, AccessGate gate, AuditLog log) {
        return new AuditEndpoint(
                new ReadAudit(store), new VerifyAudit(store, checkpoints), gate, log);
    }

    @Singleton
    ServerEndpoint serverEndpoint(
            AccessGate gate, AuditLog log, AuthConfig auth, MeshConfig mesh, Environment process) {
        // known only where the store is in this process
        String store =
                process.getProperty("joch.resource-store.backend", String.class).orElse("remote");
        return new ServerEndpoint(version(mesh, store), gate, log, auth.defaultTenant());
    }

    @Singleton
    RefusedCalls refusedCalls(AuditLog log, AuthConfig auth) {
        return (verb, rpc, requestId, peer, problem) -> {
            Caller nobody =
                    Caller.newBuilder()
                            .setTenant(auth.defaultTenant())
                            .setMethod("anonymous")
                            .setRequestId(requestId)
                            .build();
            log.read(
                    AuditEntry.of(nobody, verb, List.of(rpc), "", peer),
                    problem.reason(),
                    List.of());
        };
    }

    private static GetVersionResponse version(MeshConfig mesh, String store) {
        Package jar = AuditModule.class.getPackage();
        @Nullable String version = jar.getImplementationVersion();
        @Nullable String commit = jar.getImplementationVendor();
        return GetVersionResponse.newBuilder()
                .setVersion(version == null ? "dev" : version)
                .setCommit(commit == null ? "" : commit)
                .setShape(mesh.split() ? "split" : "collapsed")
                .setStore(store)
                .setJava(Runtime.version().toString())
                .build();
    }

    private static @Nullable Path path(String text) {
        return text.isBlank() ? null : Path.of(text);
    }
}
