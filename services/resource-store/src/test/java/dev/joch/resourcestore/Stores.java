package dev.joch.resourcestore;

import dev.joch.resourcestore.store.MemoryResourceStore;
import dev.joch.resourcestore.store.PostgresResourceStore;
import dev.joch.resourcestore.store.ResourceStore;
import dev.joch.resourcestore.store.SqliteResourceStore;
import dev.joch.service.database.DatabaseConfig;
import dev.joch.service.id.Ids;

import java.nio.file.Path;
import java.time.InstantSource;

/** Backends as tests open them. */
public final class Stores {

    private Stores() {}

    public static ResourceStore memory() {
        return new MemoryResourceStore(InstantSource.system(), ids());
    }

    public static ResourceStore sqlite(Path file) {
        return SqliteResourceStore.open(file, InstantSource.system(), ids());
    }

    public static ResourceStore postgres(String jdbc) {
        return postgres(jdbc, 4);
    }

    public static ResourceStore postgres(String jdbc, int poolSize) {
        return PostgresResourceStore.open(config(jdbc, poolSize), InstantSource.system(), ids());
    }

    public static DatabaseConfig config(String jdbc, int poolSize) {
        return new DatabaseConfig(jdbc, "", "", poolSize, false);
    }

    public static Ids ids() {
        return new Ids(InstantSource.system());
    }
}
