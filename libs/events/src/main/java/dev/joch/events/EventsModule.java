package dev.joch.events;

import dev.joch.events.direct.DirectTransport;
import dev.joch.events.kafka.KafkaTransport;
import dev.joch.events.metrics.EventMetrics;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import io.opentelemetry.api.OpenTelemetry;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.List;

/** Wiring of the events of a process, whatever services are in it. */
@Factory
final class EventsModule {

    @Singleton
    EventsConfig.Retry retry(
            @Property(name = "joch.events.retry.attempts") int attempts,
            @Property(name = "joch.events.retry.first") Duration first,
            @Property(name = "joch.events.retry.longest") Duration longest) {
        return new EventsConfig.Retry(attempts, first, longest);
    }

    @Singleton
    EventsConfig.Kafka kafka(
            @Property(name = "joch.events.kafka.bootstrap-servers") String bootstrapServers,
            @Property(name = "joch.events.kafka.prefix") String prefix,
            @Property(name = "joch.events.kafka.replicas") short replicas,
            @Property(name = "joch.events.kafka.session") Duration session) {
        return new EventsConfig.Kafka(bootstrapServers, prefix, replicas, session);
    }

    @Singleton
    EventsConfig config(
            @Property(name = "joch.events.transport") String transport,
            @Property(name = "joch.mesh.split") boolean split,
            @Property(name = "joch.events.batch") int batch,
            @Property(name = "joch.events.poll") Duration poll,
            @Property(name = "joch.events.keep-for") Duration keepFor,
            @Property(name = "joch.events.inbox-for") Duration inboxFor,
            EventsConfig.Retry retry,
            EventsConfig.Kafka kafka) {
        return new EventsConfig(
                EventsConfig.Transport.named(transport, split),
                batch,
                poll,
                keepFor,
                inboxFor,
                retry,
                kafka);
    }

    @Bean(preDestroy = "close")
    @Singleton
    EventMetrics metrics(OpenTelemetry telemetry) {
        return new EventMetrics(telemetry);
    }

    @Singleton
    EventFlow flow(
            EventsConfig config,
            EventMetrics metrics,
            List<EventSource> sources,
            List<EventConsumer> consumers) {
        return new EventFlow(() -> transport(config, metrics), sources, consumers);
    }

    private static EventTransport transport(EventsConfig config, EventMetrics metrics) {
        return switch (config.transport()) {
            case DIRECT -> new DirectTransport(config, metrics);
            case KAFKA -> new KafkaTransport(config, metrics);
        };
    }
}
