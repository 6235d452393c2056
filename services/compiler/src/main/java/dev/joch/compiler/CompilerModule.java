package dev.joch.compiler;

import dev.joch.catalogue.Catalogue;
import dev.joch.catalogue.CatalogueFeed;
import dev.joch.catalogue.Records;
import dev.joch.catalogue.StoreCatalogue;
import dev.joch.compiler.compile.Endpoints;
import dev.joch.compiler.service.CompileTargets;
import dev.joch.compiler.service.ReadManifests;
import dev.joch.compiler.store.PostgresManifestStore;
import dev.joch.events.EventSource;
import dev.joch.events.Events;
import dev.joch.events.EventsConfig;
import dev.joch.events.outbox.Outbox;
import dev.joch.service.database.Database;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.service.id.Ids;
import dev.joch.service.mesh.MeshChannels;
import dev.joch.service.mesh.MeshEndpoint;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;

import jakarta.inject.Named;
import jakarta.inject.Singleton;

import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Wiring of the compiler. */
@Factory
@Requires(property = "joch-runs.compiler")
final class CompilerModule {

    private static final String NAME = "compiler";

    /** What a compilation may look at, the agents themselves left out. */
    private static final List<String> KINDS =
            List.of(
                    "FrameworkAdapter",
                    "Model",
                    "ModelRoute",
                    "Tool",
                    "MCPServer",
                    "Memory",
                    "RAG",
                    "Policy",
                    "Environment",
                    "Team",
                    "Budget");

    @Singleton
    @Named(NAME)
    Endpoints endpoints(
            @Property(name = "joch.compiler.endpoints.tool-gateway") String toolGateway,
            @Property(name = "joch.compiler.endpoints.mcp-gateway") String mcpGateway,
            @Property(name = "joch.compiler.endpoints.memory") String memory,
            @Property(name = "joch.compiler.endpoints.rag") String rag,
            @Property(name = "joch.compiler.endpoints.trace") String trace,
            @Property(name = "joch.compiler.endpoints.agbom") String agbom) {
        return new Endpoints(toolGateway, mcpGateway, memory, rag, trace, agbom);
    }

    @Singleton
    CompilerConfig compilerConfig(
            @Property(name = "joch.compiler.default-environment") String environment,
            @Property(name = "joch.compiler.catch-up") Duration catchUp,
            @Property(name = "joch.compiler.start-patience") Duration startPatience,
            @Named(NAME) Endpoints endpoints) {
        return new CompilerConfig(environment, endpoints, catchUp, startPatience);
    }

    @Bean(preDestroy = "close")
    @Singleton
    @Named(NAME)
    Database compilerDatabase(DatabaseConfig config) {
        return Database.open(config, NAME, "events");
    }

    @Bean(preDestroy = "close")
    @Singleton
    @Named(NAME)
    Outbox compilerOutbox(@Named(NAME) Database database, EventsConfig config) {
        return Outbox.open(database, config.keepFor());
    }

    @Singleton
    @Named(NAME)
    EventSource compilerEvents(@Named(NAME) Outbox outbox) {
        return new EventSource(NAME, outbox);
    }

    @Bean(preDestroy = "close")
    @Singleton
    PostgresManifestStore manifestStore(
            @Named(NAME) Database database,
            @Named(NAME) Outbox outbox,
            Ids ids,
            InstantSource clock) {
        return new PostgresManifestStore(
                database.as("joch_compiler_app"), outbox, new Events(NAME, ids, clock), clock);
    }

    @Singleton
    @Named(NAME)
    CatalogueFeed<Records> compilerFeed(MeshChannels channels, CompilerConfig config) {
        return new CatalogueFeed<>(
                "compiler-catalogue",
                channels.to("resource-store"),
                KINDS,
                Records::new,
                config.startPatience());
    }

    @Singleton
    CompileTargets compileTargets(
            CompilerConfig config,
            MeshChannels channels,
            @Named(NAME) CatalogueFeed<Records> feed,
            PostgresManifestStore manifests) {
        Catalogue store = new StoreCatalogue(channels.to("resource-store"));
        return new CompileTargets(config, store, feed, manifests);
    }

    @Singleton
    @Named(NAME)
    MeshEndpoint compilerEndpoint(CompileTargets compile, PostgresManifestStore manifests) {
        return new MeshEndpoint(NAME, new CompilerEndpoint(compile, new ReadManifests(manifests)));
    }
}
