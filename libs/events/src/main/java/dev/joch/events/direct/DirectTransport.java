package dev.joch.events.direct;

import com.zaxxer.hikari.HikariDataSource;

import dev.joch.events.EventConsumer;
import dev.joch.events.EventSource;
import dev.joch.events.EventTransport;
import dev.joch.events.EventsConfig;
import dev.joch.events.Subscription;
import dev.joch.events.loop.Loop;
import dev.joch.events.loop.Pruning;
import dev.joch.events.metrics.EventMetrics;

import java.util.ArrayList;
import java.util.List;

/** Consumers read the logs of their own process, all those that concern them. */
public final class DirectTransport implements EventTransport {

    private final EventsConfig config;
    private final EventMetrics metrics;
    private final List<EventSource> sources = new ArrayList<>();
    private final List<Consumer> consumers = new ArrayList<>();
    private final List<Loop> upkeep = new ArrayList<>();

    public DirectTransport(EventsConfig config, EventMetrics metrics) {
        this.config = config;
        this.metrics = metrics;
    }

    @Override
    public synchronized void publish(EventSource source) {
        sources.add(source);
        consumers.forEach(consumer -> consumer.read(source));
        upkeep.add(Loop.start("events-prune-" + source.name(), new Pruning(source.log())));
    }

    @Override
    public synchronized void consume(EventConsumer consumer) {
        Consumer started = new Consumer(consumer);
        consumers.add(started);
        sources.forEach(started::read);
    }

    @Override
    public synchronized void close() {
        // readers wait for news of the logs: end them before those who write
        consumers.forEach(Consumer::close);
        upkeep.forEach(Loop::close);
    }

    /** A consumer with its connections, its share of the shards, and a reader for each log. */
    private final class Consumer {

        private static final int CONNECTIONS_BESIDE_READERS = 2;
        private static final int MOST_READERS = 16;

        private final Subscription subscription;
        private final HikariDataSource pool;
        private final DirectGroup group;
        private final Loop balance;
        private final List<Loop> readers = new ArrayList<>();

        Consumer(EventConsumer consumer) {
            this.subscription = consumer.subscription();
            this.pool =
                    consumer.database()
                            .as(consumer.role(), CONNECTIONS_BESIDE_READERS + MOST_READERS);
            this.group = new DirectGroup(subscription, pool);
            this.balance = Loop.start("events-group-" + subscription.group(), group);
        }

        void read(EventSource source) {
            if (!source.concerns(subscription)) {
                return;
            }
            DirectReader reader =
                    new DirectReader(subscription, source, pool, config, metrics, group::owned);
            readers.add(Loop.start("events-" + subscription.group() + "-" + source.name(), reader));
        }

        void close() {
            readers.forEach(Loop::close);
            balance.close();
            pool.close();
        }
    }
}
