package dev.joch.events.kafka;

import dev.joch.events.Event;
import dev.joch.events.EventsConfig;
import dev.joch.service.failpoint.Failpoint;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.List;
import java.util.Set;

/** Where a group puts what it gave up: {@code <topic>.dlq}, with the reason in the headers. */
final class DeadLetterTopic implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterTopic.class);

    private final String group;
    private final KafkaTopics topics;
    private final KafkaPublisher publisher;

    DeadLetterTopic(String group, EventsConfig.Kafka config, KafkaTopics topics) {
        this.group = group;
        this.topics = topics;
        this.publisher = new KafkaPublisher(config, topics);
    }

    /** Acknowledged by the broker when it returns. */
    void send(Event event, String reason, int attempts) {
        String topic = event.topic() + KafkaTopics.DEAD_LETTERS;
        ProducerRecord<byte[], byte[]> record = CloudEvents.record(topics.name(topic), event);
        send(topic, record, reason, attempts);
    }

    /** The event of a record; one that holds none goes here at once: no handler can help it. */
    @Nullable Event readable(ConsumerRecord<byte[], byte[]> record) {
        String topic = topics.topic(record.topic());
        try {
            return CloudEvents.event(topic, record);
        } catch (IllegalArgumentException e) {
            LOG.error("{} at {} of {} is no event", record.offset(), record.partition(), topic, e);
            String dead = topic + KafkaTopics.DEAD_LETTERS;
            ProducerRecord<byte[], byte[]> copy =
                    new ProducerRecord<>(
                            topics.name(dead),
                            record.partition(),
                            record.key(),
                            record.value(),
                            record.headers());
            send(dead, copy, "this record is no event of Joch: " + e.getMessage(), 1);
            return null;
        }
    }

    private void send(
            String topic, ProducerRecord<byte[], byte[]> record, String reason, int attempts) {
        Headers headers = record.headers();
        CloudEvents.set(headers, CloudEvents.GROUP, group);
        CloudEvents.set(headers, CloudEvents.REASON, reason);
        CloudEvents.set(headers, CloudEvents.ATTEMPTS, Integer.toString(attempts));
        try {
            topics.ensure(Set.of(topic));
            Failpoint.CONSUMER_SET_ASIDE_BEFORE.hit();
            publisher.send(List.of(record));
            Failpoint.CONSUMER_SET_ASIDE_AFTER.hit();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProblemException(new ServiceProblem.Unavailable("the Kafka broker"), e);
        }
    }

    @Override
    public void close() {
        publisher.close();
    }
}
