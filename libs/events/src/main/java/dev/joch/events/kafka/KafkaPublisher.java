package dev.joch.events.kafka;

import dev.joch.events.Event;
import dev.joch.events.EventsConfig;
import dev.joch.events.relay.Publisher;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Sends to the broker with an idempotent producer. After any failure the producer is thrown away:
 * what it still holds must not arrive between what is sent again. The producer itself never gives
 * up; if the broker has not taken everything in time, we do. For one thread.
 */
final class KafkaPublisher implements Publisher {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Supplier<Producer<byte[], byte[]>> producers;
    private final KafkaTopics topics;
    private final Duration patience;
    private @Nullable Producer<byte[], byte[]> producer;

    KafkaPublisher(EventsConfig.Kafka config, KafkaTopics topics) {
        this(() -> new KafkaProducer<>(KafkaSettings.producer(config)), topics, PATIENCE);
    }

    /**
     * @param patience with a broker that does not take what it is sent
     */
    KafkaPublisher(
            Supplier<Producer<byte[], byte[]>> producers, KafkaTopics topics, Duration patience) {
        this.producers = producers;
        this.topics = topics;
        this.patience = patience;
    }

    @Override
    public void publish(List<Event> events) throws InterruptedException {
        topics.ensure(events.stream().map(Event::topic).collect(Collectors.toSet()));
        send(
                events.stream()
                        .map(event -> CloudEvents.record(topics.name(event.topic()), event))
                        .toList());
    }

    void send(List<ProducerRecord<byte[], byte[]>> records) throws InterruptedException {
        boolean acknowledged = false;
        try {
            Producer<byte[], byte[]> open = open();
            List<Future<RecordMetadata>> sent = new ArrayList<>(records.size());
            for (ProducerRecord<byte[], byte[]> record : records) {
                sent.add(open.send(record));
            }
            long end = System.nanoTime() + patience.toNanos();
            for (Future<RecordMetadata> one : sent) {
                one.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
            acknowledged = true;
        } catch (ExecutionException | TimeoutException e) {
            throw new ProblemException(new ServiceProblem.Unavailable("the Kafka broker"), e);
        } finally {
            if (!acknowledged) {
                close();
            }
        }
    }

    private Producer<byte[], byte[]> open() {
        Producer<byte[], byte[]> open = producer;
        if (open == null) {
            open = producers.get();
            producer = open;
        }
        return open;
    }

    @Override
    public void close() {
        Producer<byte[], byte[]> open = producer;
        producer = null;
        if (open != null) {
            open.close(Duration.ZERO);
        }
    }
}
