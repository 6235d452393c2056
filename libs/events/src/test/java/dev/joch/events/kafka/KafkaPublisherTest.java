package dev.joch.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.joch.events.EventsConfig;
import dev.joch.service.problem.ProblemException;
import dev.joch.service.problem.ServiceProblem;

import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** With the driver's own producer for tests, which takes what it is sent or keeps it for ever. */
final class KafkaPublisherTest {

    private static final Duration SHORT = Duration.ofMillis(20);

    private final List<MockProducer<byte[], byte[]>> opened = new ArrayList<>();
    private boolean takes = true;

    private final KafkaPublisher publisher =
            new KafkaPublisher(
                    () -> {
                        MockProducer<byte[], byte[]> producer =
                                new MockProducer<>(
                                        takes,
                                        null,
                                        new ByteArraySerializer(),
                                        new ByteArraySerializer());
                        opened.add(producer);
                        return producer;
                    },
                    new KafkaTopics(new EventsConfig.Kafka("", "", (short) 1, SHORT)),
                    SHORT);

    private static List<ProducerRecord<byte[], byte[]>> records(String... values) {
        return List.of(values).stream()
                .map(value -> new ProducerRecord<>("topic", new byte[0], value.getBytes(UTF_8)))
                .toList();
    }

    private static List<String> taken(MockProducer<byte[], byte[]> producer) {
        return producer.history().stream()
                .map(record -> new String(record.value(), UTF_8))
                .toList();
    }

    @Test
    void oneProducerSendsAllThatIsTaken() throws InterruptedException {
        publisher.send(records("a", "b"));
        publisher.send(records("c"));
        assertThat(opened).hasSize(1);
        assertThat(taken(opened.getFirst())).containsExactly("a", "b", "c");
    }

    /** The producer would try for ever, and with it whoever waits for what comes behind. */
    @Test
    void aBrokerThatTakesNothingIsAwayAndTheNextTryHasANewProducer() throws InterruptedException {
        takes = false;
        assertThatThrownBy(() -> publisher.send(records("a", "b")))
                .isInstanceOfSatisfying(
                        ProblemException.class,
                        e ->
                                assertThat(e.problem())
                                        .isEqualTo(
                                                new ServiceProblem.Unavailable(
                                                        "the Kafka broker")));
        assertThat(opened.getFirst().closed()).isTrue();
        takes = true;
        publisher.send(records("a", "b"));
        assertThat(opened).hasSize(2);
        assertThat(taken(opened.getLast())).containsExactly("a", "b");
    }
}
