package dev.joch.events;

import dev.joch.events.metrics.EventMetrics;

import io.opentelemetry.api.OpenTelemetry;

import java.time.Duration;

/** Short times, few attempts. */
final class TestConfig {

    private TestConfig() {}

    static EventsConfig direct() {
        return config(
                EventsConfig.Transport.DIRECT,
                new EventsConfig.Kafka("", "", (short) 1, Duration.ofSeconds(1)));
    }

    static EventsConfig kafka(String bootstrapServers, String prefix) {
        return config(
                EventsConfig.Transport.KAFKA,
                new EventsConfig.Kafka(
                        bootstrapServers, prefix, (short) 1, Duration.ofMillis(1500)));
    }

    private static EventsConfig config(EventsConfig.Transport transport, EventsConfig.Kafka kafka) {
        return new EventsConfig(
                transport,
                200,
                Duration.ofMillis(100),
                Duration.ofHours(1),
                Duration.ofDays(7),
                new EventsConfig.Retry(3, Duration.ofMillis(20), Duration.ofMillis(100)),
                kafka);
    }

    static EventMetrics metrics() {
        return new EventMetrics(OpenTelemetry.noop());
    }
}
