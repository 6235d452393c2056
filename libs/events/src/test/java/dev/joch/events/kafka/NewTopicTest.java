package dev.joch.events.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;

import dev.joch.events.Event;
import dev.joch.events.EventsConfig;
import dev.joch.events.Shards;
import dev.joch.testkit.kafka.KafkaAddress;
import dev.joch.testkit.servers.RealServers;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.ExtendWith;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * A topic that was just made: its broker may not lead it yet when the first events come, and takes
 * the next ones a moment later.
 */
@ExtendWith(RealServers.class)
final class NewTopicTest {

    private static final String TOPIC = "joch.resources.v1";
    private static final int EVENTS = 2_000;
    private static final int KEYS = 50;
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static Event event(int number) {
        return new Event(
                UUID.randomUUID().toString(),
                "joch.event.v1.ResourceApplied",
                TOPIC,
                "key-" + number % KEYS,
                "test",
                "a",
                Instant.EPOCH,
                "",
                ByteString.copyFromUtf8(Integer.toString(number)));
    }

    @RepeatedTest(5)
    void nothingOvertakesWhatCameFirst(KafkaAddress kafka) throws InterruptedException {
        EventsConfig.Kafka config =
                new EventsConfig.Kafka(
                        kafka.bootstrapServers(),
                        kafka.prefix() + UUID.randomUUID() + ".",
                        (short) 1,
                        Duration.ofMillis(1500));
        try (KafkaPublisher publisher = new KafkaPublisher(config, new KafkaTopics(config))) {
            publisher.publish(IntStream.range(0, EVENTS).mapToObj(NewTopicTest::event).toList());
        }
        Map<String, List<Integer>> byKey = read(config);
        assertThat(byKey).hasSize(KEYS);
        assertThat(byKey.values())
                .allSatisfy(numbers -> assertThat(numbers).isSorted().doesNotHaveDuplicates());
    }

    private static Map<String, List<Integer>> read(EventsConfig.Kafka config) {
        Map<String, List<Integer>> byKey = new TreeMap<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(KafkaSettings.consumer(config, config.prefix() + "all", 500))) {
            String topic = new KafkaTopics(config).name(TOPIC);
            List<TopicPartition> partitions =
                    IntStream.range(0, Shards.COUNT)
                            .mapToObj(number -> new TopicPartition(topic, number))
                            .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long end = System.nanoTime() + PATIENCE.toNanos();
            int count = 0;
            while (count < EVENTS && System.nanoTime() - end < 0) {
                for (ConsumerRecord<byte[], byte[]> record :
                        consumer.poll(Duration.ofMillis(100))) {
                    byKey.computeIfAbsent(
                                    new String(record.key(), UTF_8), absent -> new ArrayList<>())
                            .add(Integer.valueOf(new String(record.value(), UTF_8)));
                    count++;
                }
            }
        }
        return byKey;
    }
}
