package dev.joch.service.telemetry;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;

import dev.joch.service.database.OpenPools;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.Meter;

/** Connections of the databases that this process has open. */
final class PoolMetrics {

    private static final AttributeKey<String> POOL =
            AttributeKey.stringKey("db.client.connection.pool.name");
    private static final AttributeKey<String> STATE =
            AttributeKey.stringKey("db.client.connection.state");

    private PoolMetrics() {}

    static void in(OpenTelemetry telemetry) {
        Meter meter = telemetry.getMeter(Telemetry.SCOPE);
        meter.upDownCounterBuilder("db.client.connection.count")
                .setUnit("{connection}")
                .buildWithCallback(out ->
                        OpenPools.each(pool -> {
                            HikariPoolMXBean state = pool.getHikariPoolMXBean();
                            out.record(state.getActiveConnections(), named(pool, "used"));
                            out.record(state.getIdleConnections(), named(pool, "idle"));
                        }));
        meter.upDownCounterBuilder("db.client.connection.max")
                .setUnit("{connection}")
                .buildWithCallback(out ->
                        OpenPools.each(pool -> out.record(pool.getMaximumPoolSize(), named(pool))));
        meter.upDownCounterBuilder("db.client.connection.pending_requests")
                .setUnit("{request}")
                .buildWithCallback(out ->
                        OpenPools.each(pool ->
                                out.record(
                                        pool.getHikariPoolMXBean().getThreadsAwaitingConnection(),
                                        named(pool))));
    }

    private static Attributes named(HikariDataSource pool) {
        return Attributes.of(POOL, pool.getPoolName());
    }

    private static Attributes named(HikariDataSource pool, String state) {
        return Attributes.of(POOL, pool.getPoolName(), STATE, state);
    }
}
