package dev.joch.service.database;

import com.zaxxer.hikari.HikariDataSource;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * The pools of this JVM, for those who measure. Services open their databases before anybody who
 * measures could be handed to them.
 */
public final class OpenPools {

    private static final Set<HikariDataSource> POOLS = ConcurrentHashMap.newKeySet();

    private OpenPools() {}

    static HikariDataSource add(HikariDataSource pool) {
        POOLS.removeIf(HikariDataSource::isClosed);
        POOLS.add(pool);
        return pool;
    }

    public static void each(Consumer<HikariDataSource> reader) {
        POOLS.removeIf(HikariDataSource::isClosed);
        POOLS.forEach(reader);
    }
}
