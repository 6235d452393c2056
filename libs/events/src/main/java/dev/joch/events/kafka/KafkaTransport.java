package dev.joch.events.kafka;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.events.EventConsumer;
import dev.joch.events.EventSource;
import dev.joch.events.EventTransport;
import dev.joch.events.EventsConfig;
import dev.joch.events.loop.Loop;
import dev.joch.events.loop.Pruning;
import dev.joch.events.metrics.EventMetrics;
import dev.joch.events.relay.Relay;

import java.util.ArrayList;
import java.util.List;

/** Logs are relayed to a broker, consumers read from it. */
public final class KafkaTransport implements EventTransport {

    private static final int CONNECTIONS = 2;

    private final EventsConfig config;
    private final EventMetrics metrics;
    private final KafkaTopics topics;
    private final List<Runnable> ends = new ArrayList<>();

    public KafkaTransport(EventsConfig config, EventMetrics metrics) {
        this.config = config;
        this.metrics = metrics;
        this.topics = new KafkaTopics(config.kafka().required());
    }

    @Override
    public synchronized void publish(EventSource source) {
        KafkaPublisher publisher = new KafkaPublisher(config.kafka(), topics);
        Loop relay =
                Loop.start(
                        "events-relay-" + source.name(),
                        new Relay(source, publisher, config, metrics));
        Loop pruning = Loop.start("events-prune-" + source.name(), new Pruning(source.log()));
        ends.add(() -> {
            relay.close();
            publisher.close();
            pruning.close();
        });
    }

    @Override
    public synchronized void consume(EventConsumer consumer) {
        HikariDataSource pool = consumer.database().as(consumer.role(), CONNECTIONS);
        KafkaReader reader =
                new KafkaReader(consumer.subscription(), pool, config, topics, metrics);
        Loop loop = Loop.start("events-" + consumer.subscription().group(), reader);
        ends.add(() -> {
            reader.stop();
            loop.close();
            pool.close();
        });
    }

    @Override
    public synchronized void close() {
        // consumers were added last: they end first
        ends.reversed().forEach(Runnable::run);
        ends.clear();
    }
}
