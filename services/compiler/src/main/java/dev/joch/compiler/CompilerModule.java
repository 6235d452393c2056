package dev.joch.compiler;

import dev.joch.catalogue.CatalogueFeed;
import dev.joch.catalogue.StoreCatalogue;
import dev.joch.compiler.agent.CompileAgent;
import dev.joch.compiler.agent.Endpoints;
import dev.joch.compiler.compile.CompileStored;
import dev.joch.compiler.compile.CompilerView;
import dev.joch.compiler.compile.Fan;
import dev.joch.compiler.read.ReadManifests;
import dev.joch.compiler.store.PostgresManifestStore;
import dev.joch.compiler.upkeep.DropSuperseded;
import dev.joch.events.EventSource;
import dev.joch.events.Events;
import dev.joch.events.EventsConfig;
import dev.joch.service.batch.GroupCommit;
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
import java.util.Set;

/** Wiring of the compiler. */
@Factory
@Requires(property = "joch-runs.compiler")
final class CompilerModule {

    private static final String SERVICE = "compiler";

    @Singleton
    CompilerConfig compilerConfig(
            @Property(name = "joch.compiler.default-environment") String defaultEnvironment,
            @Property(name = "joch.compiler.parallel") int parallel,
            @Property(name = "joch.compiler.catch-up") Duration patience,
            @Property(name = "joch.compiler.write.max-waiting") int maxWaiting,
            @Property(name = "joch.compiler.write.max-group") int maxGroup,
            @Property(name = "joch.compiler.retention.superseded") Duration keepSuperseded,
            @Property(name = "joch.compiler.retention.every") Duration sweepEvery) {
        return new CompilerConfig(
                defaultEnvironment,
                parallel,
                patience,
                maxWaiting,
                maxGroup,
                keepSuperseded,
                sweepEvery);
    }

    @Singleton
    Endpoints endpoints(
            @Property(name = "joch.compiler.endpoints.tool-gateway") String toolGateway,
            @Property(name = "joch.compiler.endpoints.mcp-gateway") String mcpGateway,
            @Property(name = "joch.compiler.endpoints.memory") String memory,
            @Property(name = "joch.compiler.endpoints.rag") String rag,
            @Property(name = "joch.compiler.endpoints.trace") String trace,
            @Property(name = "joch.compiler.endpoints.agbom") String agbom) {
        return new Endpoints(toolGateway, mcpGateway, memory, rag, trace, agbom);
    }

    @Bean(preDestroy = "close")
    @Singleton
    PostgresManifestStore manifestStore(
            DatabaseConfig database, EventsConfig events, Ids ids, InstantSource clock) {
        return PostgresManifestStore.open(
                database, events.keepFor(), new Events(SERVICE, ids, clock), clock);
    }

    @Singleton
    @Named(SERVICE)
    EventSource compilerEvents(PostgresManifestStore store) {
        return new EventSource(SERVICE, store.outbox(), Set.of("joch.resources.v1"));
    }

    @Singleton
    @Named(SERVICE)
    CatalogueFeed<CompilerView> compilerFeed(
            MeshChannels channels,
            @Property(name = "joch.compiler.start-patience") Duration startPatience) {
        return new CatalogueFeed<>(
                SERVICE,
                channels.to("resource-store"),
                CompilerView.KINDS,
                CompilerView::new,
                startPatience);
    }

    @Bean(preDestroy = "close")
    @Singleton
    KeepManifests keepManifests(PostgresManifestStore store, CompilerConfig config) {
        return new KeepManifests(
                new GroupCommit<>(
                        "the commit of manifests",
                        config.maxWaiting(),
                        config.maxGroup(),
                        group -> KeepManifests.together(store, group)));
    }

    @Bean(preDestroy = "close")
    @Singleton
    Fan compilerFan(CompilerConfig config) {
        return new Fan(config.parallel());
    }

    @Singleton
    CompileStored compileStored(
            CompilerConfig config,
            Endpoints endpoints,
            MeshChannels channels,
            @Named(SERVICE) CatalogueFeed<CompilerView> feed,
            KeepManifests keep,
            Fan fan) {
        return new CompileStored(
                new CompileAgent(endpoints, config.defaultEnvironment()),
                new StoreCatalogue(channels.to("resource-store")),
                feed,
                keep.group(),
                fan,
                config.patience());
    }

    @Singleton
    DropSuperseded dropSuperseded(
            PostgresManifestStore store, CompilerConfig config, InstantSource clock) {
        return new DropSuperseded(store, config.keepSuperseded(), config.sweepEvery(), clock);
    }

    @Singleton
    @Named(SERVICE)
    MeshEndpoint compilerEndpoint(CompileStored compile, PostgresManifestStore store) {
        return new MeshEndpoint(SERVICE, new CompilerEndpoint(compile, new ReadManifests(store)));
    }
}
