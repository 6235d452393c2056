package dev.joch.resourcestore;

import dev.joch.events.EventSource;
import dev.joch.events.Events;
import dev.joch.resourcestore.read.ReadResources;
import dev.joch.resourcestore.store.MemoryResourceStore;
import dev.joch.resourcestore.store.PostgresResourceStore;
import dev.joch.resourcestore.store.ResourceStore;
import dev.joch.resourcestore.store.SqliteResourceStore;
import dev.joch.resourcestore.tell.ChangeLog;
import dev.joch.resourcestore.tell.MemoryReaderPlaces;
import dev.joch.resourcestore.tell.ReaderPlaces;
import dev.joch.resourcestore.upkeep.CompactHistory;
import dev.joch.resourcestore.upkeep.Retention;
import dev.joch.resourcestore.watch.FollowLog;
import dev.joch.resourcestore.watch.WatchConfig;
import dev.joch.resourcestore.watch.WatchResources;
import dev.joch.resourcestore.watch.Window;
import dev.joch.resourcestore.write.ApplyResources;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.service.id.Ids;
import dev.joch.service.mesh.MeshEndpoint;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Requires;

import jakarta.inject.Named;
import jakarta.inject.Provider;
import jakarta.inject.Singleton;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;

/** Wiring of the resource store. */
@Factory
@Requires(property = "joch-runs.resource-store")
final class ResourceStoreModule {

    private static final long MEGABYTE = 1024L * 1024;

    @Singleton
    ResourceStoreConfig config(
            @Property(name = "joch.resource-store.backend") String backend,
            @Property(name = "joch.resource-store.sqlite.file") String sqliteFile,
            @Property(name = "joch.resource-store.write.max-waiting") int maxWaiting,
            @Property(name = "joch.resource-store.write.max-group") int maxGroup,
            @Property(name = "joch.resource-store.write.max-kilobytes") int maxKilobytes,
            @Property(name = "joch.resource-store.window.changes") int windowChanges,
            @Property(name = "joch.resource-store.window.megabytes") int windowMegabytes,
            @Property(name = "joch.resource-store.window.poll") Duration poll,
            @Property(name = "joch.resource-store.retention.revisions") long revisions,
            @Property(name = "joch.resource-store.retention.age") Duration age,
            @Property(name = "joch.resource-store.retention.every") Duration every) {
        return new ResourceStoreConfig(
                ResourceStoreConfig.Backend.named(backend),
                sqliteFile,
                maxWaiting,
                maxGroup,
                maxKilobytes,
                windowChanges,
                windowMegabytes,
                poll,
                revisions,
                age,
                every);
    }

    @Singleton
    WatchConfig watchConfig(
            @Property(name = "joch.resource-store.watch.max") int max,
            @Property(name = "joch.resource-store.watch.buffer") int buffer,
            @Property(name = "joch.resource-store.watch.bookmark") Duration bookmark,
            @Property(name = "joch.resource-store.watch.stall") Duration stall) {
        return new WatchConfig(max, buffer, bookmark, stall);
    }

    /** The database is asked for only by the backend that needs one. */
    @Bean(preDestroy = "close")
    @Singleton
    ResourceStore store(
            ResourceStoreConfig config,
            Provider<DatabaseConfig> database,
            InstantSource clock,
            Ids ids) {
        return switch (config.backend()) {
            case POSTGRES -> PostgresResourceStore.open(database.get(), clock, ids);
            case SQLITE -> SqliteResourceStore.open(Path.of(config.sqliteFile()), clock, ids);
            case MEMORY -> new MemoryResourceStore(clock, ids);
        };
    }

    @Singleton
    Window window(ResourceStoreConfig config) {
        return new Window(config.windowChanges(), config.windowMegabytes() * MEGABYTE);
    }

    @Singleton
    FollowLog followLog(ResourceStore store, Window window, ResourceStoreConfig config) {
        return new FollowLog(store, window, config.poll());
    }

    @Singleton
    CompactHistory compactHistory(
            ResourceStore store,
            ReaderPlaces places,
            ResourceStoreConfig config,
            InstantSource clock) {
        Retention retention = new Retention(config.keepRevisions(), config.keepFor());
        return new CompactHistory(store, places, retention, config.compactEvery(), clock);
    }

    @Bean(preDestroy = "close")
    @Singleton
    ReaderPlaces readerPlaces(ResourceStore store) {
        return store instanceof PostgresResourceStore postgres
                ? postgres.readerPlaces()
                : new MemoryReaderPlaces();
    }

    @Singleton
    @Named("resource-store")
    EventSource events(
            ResourceStore store, Window window, ReaderPlaces places, Ids ids, InstantSource clock) {
        return new EventSource(
                "resource-store",
                new ChangeLog(store, window, places, new Events("resource-store", ids, clock)),
                Set.of("joch.resources.v1"));
    }

    @Singleton
    WatchResources watches(ResourceStore store, Window window, WatchConfig config) {
        return new WatchResources(store, window, config);
    }

    @Bean(preDestroy = "close")
    @Singleton
    ApplyResources apply(ResourceStore store, Window window, ResourceStoreConfig config) {
        return new ApplyResources(
                store, window, config.maxWaiting(), config.maxGroup(), config.maxKilobytes());
    }

    @Singleton
    MeshEndpoint endpoint(ApplyResources apply, WatchResources watches, ResourceStore store) {
        return new MeshEndpoint(
                "resource-store",
                new ResourceEndpoint(apply, new ReadResources(store), watches, store));
    }
}
